using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[Conv2d]</c> and <c>[Conv1d]</c> in groups, and depthwise: <c>GroupedConvolution.cuh</c>.</summary>
internal static class GroupedConvolutionRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        Rule("Forward", k => k.BySample($"{Of(k)}::forward({k.Read(0)}, {k.Values("weight")}, {k.Bias}, {k.Write(0)}, sample);")),
        Rule("InputGradient", k => k.BySample($"{Of(k)}::inputGradient({k.Read(0)}, {k.Values("weight")}, {k.Write(0)}, sample);")),
        Rule("WeightGradient", k => DeviceKernel.ByElement(
            $"{Of(k)}::weightGradient<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);", Weights(k))),
        Rule("SumShards", k => DeviceKernel.ByElement(
            $"{Of(k)}::sumShards<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);", WeightGradient.Shards * Weights(k))),
        Rule("AddShards", k => DeviceKernel.ByElement($"addShards<{Weights(k)}>({k.Read(0)}, {k.Target}, block);", Weights(k))),
        Rule("Reorder", k => DeviceKernel.ByElement(
            $"reorderWeights<{k.Outputs}, {Inputs(k)}, {Operation(k).Window.Pixels}>({k.Read(0)}, {k.Gradient("weight")}, block);", Weights(k))),
        Rule("BiasGradient", k => DeviceKernel.ByElement(
            $"biasGradient<{k.Batch}>({k.Read(0)}, {k.Gradient("bias")}, samples, block);", k.Outputs)),
    ];

    private static (string Kernel, Func<DeviceKernel, DeviceCall> Call) Rule(string function, Func<DeviceKernel, DeviceCall> call) =>
        ($"GroupedConvolution.{function}", call);

    private static Convolution Operation(DeviceKernel k) => (Convolution)k.Weighted.Operation;

    private static int Inputs(DeviceKernel k) => k.Input.Channels / Operation(k).Groups;

    private static long Weights(DeviceKernel k) => (long)k.Outputs * Operation(k).Window.Pixels * Inputs(k);

    /// <summary>The template with its window and the channels of a group.</summary>
    private static string Of(DeviceKernel k) =>
        $"GroupedConvolution<{ConvolutionRules.Axes(k)}, {Inputs(k)}, {k.Outputs / Operation(k).Groups}>";
}
