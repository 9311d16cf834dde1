using System.Runtime.InteropServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Memory of a kernel: full of NaN, at an odd address, between guards. An element that a kernel does not write stays NaN, a read outside
/// makes its result NaN, and a write outside changes a guard.
/// </summary>
internal sealed unsafe class GuardedFloats : IDisposable
{
    private const int Guard = 64;
    private const uint Poison = 0x7FC0BEEF;
    private readonly float* _all;

    public GuardedFloats(int length)
    {
        Length = length;
        _all = (float*)NativeMemory.AlignedAlloc((nuint)(length + (2 * Guard) + 1) * sizeof(float), 64);
        new Span<float>(_all, length + (2 * Guard) + 1).Fill(BitConverter.UInt32BitsToSingle(Poison));
    }

    public GuardedFloats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Values);

    public int Length { get; }

    public float* Pointer => _all + Guard + 1;

    public Span<float> Values => new(Pointer, Length);

    public static bool IsPoison(float value) => BitConverter.SingleToUInt32Bits(value) == Poison;

    public void AssertGuards(string what)
    {
        for (int i = -Guard; i < 0; i++)
            Assert.True(IsPoison(Pointer[i]) && IsPoison(Pointer[Length - i - 1]), $"{what}: written {-i} before or after the memory");
    }

    public void Dispose() => NativeMemory.AlignedFree(_all);
}
