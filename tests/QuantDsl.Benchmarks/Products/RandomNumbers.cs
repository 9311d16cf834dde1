using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>Random numbers in native memory.</summary>
internal static unsafe class RandomNumbers
{
    /// <summary>Allocates memory and fills it with numbers from [−0.5, 0.5).</summary>
    public static NativeFloats Of(long length)
    {
        NativeFloats memory = new(length);
        Random random = new(1);
        for (long i = 0; i < length; i++)
            memory.Data[i] = random.NextSingle() - 0.5f;
        return memory;
    }
}
