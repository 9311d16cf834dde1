using System.Runtime.InteropServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>Random numbers in native memory.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    public NativeFloats(long length)
    {
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        Random random = new(1);
        for (long i = 0; i < length; i++)
            Pointer[i] = random.NextSingle() - 0.5f;
    }

    public float* Pointer { get; }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
