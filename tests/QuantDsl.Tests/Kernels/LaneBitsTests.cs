using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Comparisons, bits, whole numbers and bytes of each width, against arithmetic of one number.</summary>
public sealed unsafe class LaneBitsTests
{
    private static readonly float[] Interesting =
    [
        0, -0f, 1, -1, 1.5f, -2.5f, 255, -128, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        float.Epsilon, float.MaxValue, float.MinValue, 1e-39f, 3e38f,
    ];

    [Fact]
    public void Comparisons_and_bits()
    {
        Check<Lanes4>();
        Check<Lanes8>();
        Check<Lanes16>();
    }

    [Fact]
    public void Bytes_are_read_and_written_exactly()
    {
        CheckBytes<Lanes4>();
        CheckBytes<Lanes8>();
        CheckBytes<Lanes16>();
    }

    private static void Check<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        foreach (float left in Interesting)
        {
            foreach (float right in Interesting)
                CheckPair<TLanes>(left, right);
        }
        Assert.Equal(Enumerable.Range(0, TLanes.Count), Whole(TLanes.IndicesInt32));
        Assert.All(Whole(TLanes.BroadcastInt32(-7)), number => Assert.Equal(-7, number));
    }

    private static void CheckPair<TLanes>(float left, float right)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes a = TLanes.Broadcast(left);
        TLanes b = TLanes.Broadcast(right);
        (int leftBits, int rightBits) = (BitConverter.SingleToInt32Bits(left), BitConverter.SingleToInt32Bits(right));
        Same(left > right ? -1 : 0, TLanes.GreaterThan(a, b));
        Same(left >= right ? -1 : 0, TLanes.GreaterThanOrEqual(a, b));
        Same(left == right ? -1 : 0, TLanes.Equal(a, b));
        Same(leftBits == rightBits ? -1 : 0, TLanes.EqualInt32(a, b));
        Same(leftBits > rightBits ? -1 : 0, TLanes.GreaterThanInt32(a, b));
        Same(leftBits & rightBits, a & b);
        Same(leftBits | rightBits, a | b);
        Same(leftBits ^ rightBits, a ^ b);
        Same((leftBits & 0x0F0F0F0F) | (rightBits & ~0x0F0F0F0F), TLanes.Select(TLanes.BroadcastInt32(0x0F0F0F0F), a, b));
        Same(unchecked(leftBits + rightBits), TLanes.AddInt32(a, b));
        Same(unchecked(leftBits - rightBits), TLanes.SubtractInt32(a, b));
        Same(leftBits << 5, TLanes.ShiftLeftInt32(a, 5));
        Same(leftBits >> 5, TLanes.ShiftRightInt32(a, 5));
        Same(leftBits >>> 5, TLanes.ShiftRightUInt32(a, 5));
        Same(int.RotateLeft(leftBits, 13), TLanes.RotateLeftInt32(a, 13));
        SameNumber(leftBits, TLanes.ConvertInt32(a));
        SameNumber(left / right, a / b);
        SameNumber(MathF.Sqrt(left), TLanes.SquareRoot(a));
    }

    private static void CheckBytes<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int count = 1; count <= TLanes.Count; count++)
        {
            byte[] bytes = [.. Enumerable.Range(0, count).Select(i => (byte)(250 - (15 * i)))];
            using var source = new GuardedMemory<byte>(bytes);
            using var target = new GuardedMemory<byte>(count);
            TLanes lanes = TLanes.LoadBytes(source.Data, count);
            Assert.Equal(bytes.Select(value => (int)value), Whole(lanes)[..count]);
            Assert.All(Whole(lanes)[count..], number => Assert.Equal(0, number));
            TLanes.StoreBytes(lanes, target.Data, count);
            target.CheckGuards();
            Assert.Equal(bytes, target.Values.ToArray());
        }
    }

    private static void Same<TLanes>(int expected, TLanes actual)
        where TLanes : unmanaged, ILanes<TLanes> => Assert.All(Whole(actual), number => Assert.Equal(expected, number));

    private static void SameNumber<TLanes>(float expected, TLanes actual)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Assert.All(Whole(actual), number => Assert.Equal(expected, BitConverter.Int32BitsToSingle(number)));

    private static int[] Whole<TLanes>(TLanes lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int[] numbers = new int[TLanes.Count];
        fixed (int* target = numbers)
            TLanes.Store(lanes, (float*)target);
        return numbers;
    }
}
