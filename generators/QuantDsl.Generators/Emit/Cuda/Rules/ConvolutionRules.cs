using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[Conv2d]</c> and <c>[Conv1d]</c> whose channels all meet: <c>Convolution.cuh</c>.</summary>
internal static class ConvolutionRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        Rule("Forward", k => TensorRules.Convolution(k, Of(k), Taps(k)) ?? k.BySample(
            $"{Of(k)}::forward({k.Read(0)}, {k.Values("weight")}, {k.Bias}, {k.Write(0)}, sample);")),
        Rule("InputGradient", k => TensorRules.ConvolutionInputGradient(k, Of(k), Taps(k)) ?? k.BySample(
            $"{Of(k)}::inputGradient({k.Read(0)}, {k.Values("weight")}, {k.Write(0)}, sample);")),
        Rule("WeightGradient", k => TensorRules.ConvolutionWeightGradient(k, Of(k), Steps(k)) ?? DeviceKernel.ByTile(
            $"{Of(k)}::weightGradient<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);", k.Outputs, Steps(k))),
        Rule("SumShards", k => TensorRules.ConvolutionShards(k, Of(k), Steps(k)) ?? DeviceKernel.ByTile(
            $"{Of(k)}::sumShards<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);",
            k.Outputs, Steps(k), times: WeightGradient.Shards)),
        Rule("AddShards", AddShards),
        Rule("SumPooledChannels", SumPooled),
        Rule("SumPooledShards", SumPooled),
        Rule("AddPooledChannels", AddShards),
        Rule("AddPooledShards", AddShards),
        Rule("PooledWeightGradient", k => TensorRules.PooledWeightGradient(k, Of(k), Steps(k)) ?? new DeviceCall(
            $"{Of(k)}::pooledWeightGradient<{k.Batch}, {k.PoolingWindow}>"
            + $"(\n    {k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Target}, samples, block);",
            k.Outputs)),
        Rule("BiasGradient", k => DeviceKernel.ByElement(
            $"biasGradient<{k.Batch}>({k.Read(0)}, {k.Gradient("bias")}, samples, block);", k.Outputs)),
    ];

    /// <summary>The window's type arguments, which convolutions in groups have, too.</summary>
    public static string Axes(DeviceKernel k)
    {
        Shape input = k.Input.AsImage();
        return $"{Axis(Operation(k).Window.Rows, input.Height)}, {Axis(Operation(k).Window.Columns, input.Width)}";
    }

    private static (string Kernel, Func<DeviceKernel, DeviceCall> Call) Rule(string function, Func<DeviceKernel, DeviceCall> call) =>
        ($"{nameof(Convolution)}.{function}", call);

    private static Convolution Operation(DeviceKernel k) => (Convolution)k.Weighted.Operation;

    private static int Taps(DeviceKernel k) => Operation(k).Window.Pixels;

    private static int Steps(DeviceKernel k) => Taps(k) * k.Input.Channels;

    private static DeviceCall AddShards(DeviceKernel k) =>
        DeviceKernel.ByElement($"addShards<{k.Outputs * Steps(k)}>({k.Read(0)}, {k.Target}, block);", (long)k.Outputs * Steps(k));

    private static DeviceCall SumPooled(DeviceKernel k) => TensorRules.PooledShards(k, Of(k), Steps(k)) ?? new DeviceCall(
        $"{Of(k)}::sumPooledShards<{k.Batch}, {k.PoolingWindow}>(\n    {k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Write(0)}, samples, block);",
        WeightGradient.Shards * k.Outputs);

    /// <summary>The template with its window.</summary>
    private static string Of(DeviceKernel k) => $"Convolution<{Axes(k)}>";

    private static string Axis(WindowAxis axis, int size) =>
        $"Axis<{axis.Kernel}, {axis.Stride}, {Invariant.Of(axis.PaddingOf(size).Before)}, {axis.Dilation}>";
}
