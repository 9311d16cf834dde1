using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>What the kernels of pooling give for a case, in two calls, as two threads would.</summary>
internal static unsafe class PoolingRun<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    public static (float[] Values, byte[] Places) Maximum(PoolingCase pooling, float[] values)
    {
        using var x = new GuardedImages(pooling.Input, values, pooling.Border, pooling.Room);
        using var y = new GuardedImages(pooling.Output, pooling.Room, pooling.Border);
        using var places = new GuardedMemory<byte>(pooling.Output.Count);
        (UnitRange first, UnitRange second) = Halves(pooling);
        MaxPooling.Forward<TLanes>(x.Batch, pooling.Window, y.Batch, places.Data, second);
        MaxPooling.Forward<TLanes>(x.Batch, pooling.Window, y.Batch, places.Data, first);
        x.CheckGuards();
        return (y.Written(), places.Written());
    }

    public static float[] MaximumGradient(PoolingCase pooling, byte[] chosen, float[] gradient)
    {
        using var places = new GuardedMemory<byte>(chosen);
        using var outputGradient = new GuardedImages(pooling.Output, gradient, pooling.Border, pooling.Room);
        using var inputGradient = new GuardedImages(pooling.Input, pooling.Room, pooling.Border);
        (UnitRange first, UnitRange second) = Halves(pooling);
        MaxPooling.Backward<TLanes>(places.Data, pooling.Window, outputGradient.Batch, inputGradient.Batch, second);
        MaxPooling.Backward<TLanes>(places.Data, pooling.Window, outputGradient.Batch, inputGradient.Batch, first);
        return inputGradient.Written();
    }

    public static float[] Average(PoolingCase pooling, float[] values)
    {
        using var x = new GuardedImages(pooling.Input, values, pooling.Border, pooling.Room);
        using var y = new GuardedImages(pooling.Output, pooling.Room, pooling.Border);
        (UnitRange first, UnitRange second) = Halves(pooling);
        AveragePooling.Forward<TLanes>(x.Batch, pooling.Window, y.Batch, second);
        AveragePooling.Forward<TLanes>(x.Batch, pooling.Window, y.Batch, first);
        return y.Written();
    }

    public static float[] AverageGradient(PoolingCase pooling, float[] gradient)
    {
        using var outputGradient = new GuardedImages(pooling.Output, gradient, pooling.Border, pooling.Room);
        using var inputGradient = new GuardedImages(pooling.Input, pooling.Room, pooling.Border);
        (UnitRange first, UnitRange second) = Halves(pooling);
        AveragePooling.Backward<TLanes>(pooling.Window, outputGradient.Batch, inputGradient.Batch, second);
        AveragePooling.Backward<TLanes>(pooling.Window, outputGradient.Batch, inputGradient.Batch, first);
        return inputGradient.Written();
    }

    private static (UnitRange First, UnitRange Second) Halves(PoolingCase pooling)
    {
        int half = pooling.Input.Samples / 2;
        return (new UnitRange(0, half), new UnitRange(half, pooling.Input.Samples));
    }
}
