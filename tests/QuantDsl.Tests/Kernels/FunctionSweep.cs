using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>A function at every 509th float32: its error against float64, and whether the widths agree.</summary>
internal sealed unsafe class FunctionSweep<TFunction>(TFunction function, Func<double, double> reference)
    where TFunction : IFunction
{
    private const int Stride = 509;
    private const int Block = 4096;

    /// <summary>In units of the last place of the right result.</summary>
    public double LargestError { get; private set; }

    /// <summary>Where it is.</summary>
    public float Worst { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        float[] x = new float[Block];
        float[] four = new float[Block];
        float[] eight = new float[Block];
        float[] sixteen = new float[Block];
        for (ulong first = 0; first <= uint.MaxValue; first += Block * Stride)
        {
            for (uint i = 0; i < Block; i++)
                x[i] = BitConverter.UInt32BitsToSingle((uint)Math.Min(first + (i * Stride), uint.MaxValue));
            Apply<Lanes4>(x, four);
            Apply<Lanes8>(x, eight);
            Apply<Lanes16>(x, sixteen);
            Assert.True(HaveSameBits(four, eight) && HaveSameBits(four, sixteen), $"widths differ from {x[0]:R} on");
            for (int i = 0; i < Block; i++)
                Compare(x[i], four[i]);
            Assert.Equal(BitConverter.SingleToInt32Bits(four[77]), BitConverter.SingleToInt32Bits(function.Of(x[77])));
        }
    }

    private void Apply<TLanes>(float[] x, float[] y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        fixed (float* source = x, target = y)
        {
            for (int i = 0; i < Block; i += TLanes.Count)
                TLanes.Store(function.Of(TLanes.Load(source + i)), target + i);
        }
    }

    private void Compare(float x, float actual)
    {
        double expected = reference(x);
        if (double.IsNaN(expected))
        {
            Assert.True(float.IsNaN(actual), $"{actual} at {x:R}");
            return;
        }

        Assert.False(float.IsNaN(actual), $"NaN at {x:R}");
        double error = Math.Abs(InRange(actual) - InRange(expected)) / UnitOfLastPlace(expected);
        if (error > LargestError)
            (LargestError, Worst) = (error, x);
    }

    private static bool HaveSameBits(float[] left, float[] right) =>
        MemoryMarshal.AsBytes<float>(left).SequenceEqual(MemoryMarshal.AsBytes<float>(right));

    /// <summary>∞ as the number after the largest.</summary>
    private static double InRange(double value) => Math.Clamp(value, -Math.Pow(2, 128), Math.Pow(2, 128));

    private static double UnitOfLastPlace(double value) =>
        Math.ScaleB(1, Math.Clamp(value == 0 ? -126 : Math.ILogB(value), -126, 127) - 23);
}
