using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>The signed sums of four numbers, looked up by each width, against arithmetic of one number.</summary>
public sealed unsafe class LaneTableTests
{
    [Theory]
    [InlineData(1.5f, -2.25f, 3.125f, 4f)]
    [InlineData(1e8f, 1f, -1e8f, 3e-5f)]
    [InlineData(float.MaxValue, float.MaxValue, -1f, 1e-45f)]
    public void Every_choice_in_every_lane(float a, float b, float c, float d)
    {
        Check<Lanes4>([a, b, c, d]);
        Check<Lanes8>([a, b, c, d]);
        Check<Lanes16>([a, b, c, d]);
    }

    [Fact]
    public void Every_number_of_a_table_in_every_lane()
    {
        CheckNumbers<Lanes4>();
        CheckNumbers<Lanes8>();
        CheckNumbers<Lanes16>();
    }

    [Fact]
    public void Every_number_of_a_table_of_32_in_every_lane()
    {
        Check32<Lanes4>();
        Check32<Lanes8>();
        Check32<Lanes16>();
    }

    private static void Check32<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* table = stackalloc float[32], signed = stackalloc float[32];
        float* chosen = stackalloc float[TLanes.Count], orOpposite = stackalloc float[TLanes.Count];
        for (int i = 0; i < 32; i++)
        {
            table[i] = i == 9 ? -0f : 1.5f * i;
            signed[i] = i < 16 ? 0.25f + i : -(0.25f + i - 16);
        }
        for (int first = 0; first < 32; first++)
        {
            TLanes choices = TLanes.AddInt32(TLanes.IndicesInt32, TLanes.BroadcastInt32(first + 0x5A60));
            TLanes.Store(TLanes.ChooseOf32(table, choices), chosen);
            TLanes.Store(TLanes.ChooseOf16OrOpposite(signed, choices), orOpposite);
            for (int lane = 0; lane < TLanes.Count; lane++)
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(table[(first + lane) & 31]), BitConverter.SingleToInt32Bits(chosen[lane]));
                Assert.Equal(signed[(first + lane) & 31], orOpposite[lane]);
            }
        }
    }

    private static void CheckNumbers<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* table = stackalloc float[16], chosen = stackalloc float[TLanes.Count];
        for (int i = 0; i < 16; i++)
            table[i] = i == 9 ? -0f : 1.5f * i;
        for (int first = 0; first < 16; first++)
        {
            TLanes choices = TLanes.AddInt32(TLanes.IndicesInt32, TLanes.BroadcastInt32(first + 0x5A70));
            TLanes.Store(TLanes.ChooseOf16(table, choices), chosen);
            for (int lane = 0; lane < TLanes.Count; lane++)
                Assert.Equal(BitConverter.SingleToInt32Bits(table[(first + lane) & 15]), BitConverter.SingleToInt32Bits(chosen[lane]));
        }
    }

    private static void Check<TLanes>(float[] four)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* table = stackalloc float[TLanes.TableLength], numbers = stackalloc float[4], sums = stackalloc float[TLanes.Count];
        four.CopyTo(new Span<float>(numbers, 4));
        TLanes.WriteTable(numbers, table);
        for (int first = 0; first < 16; first++)
        {
            // Lane i chooses first + i; the bits above it are those of other groups.
            TLanes choices = TLanes.AddInt32(TLanes.IndicesInt32, TLanes.BroadcastInt32(first + 0x5A70));
            TLanes.Store(TLanes.LookUp(table, choices), sums);
            for (int lane = 0; lane < TLanes.Count; lane++)
                Assert.Equal(BitConverter.SingleToInt32Bits(Sum(four, (first + lane) & 15)), BitConverter.SingleToInt32Bits(sums[lane]));
        }
    }

    /// <summary>Bit 3: d is subtracted. Bits 0 to 2: the number has the sign of d.</summary>
    private static float Sum(float[] four, int choice)
    {
        bool isNegative = (choice & 8) != 0;
        float[] signed = [.. four.Select((number, i) => i == 3 || (choice & (1 << i)) != 0 ? number : -number)];
        float sum = ((signed[0] + signed[1]) + signed[2]) + signed[3];
        return isNegative ? -sum : sum;
    }
}
