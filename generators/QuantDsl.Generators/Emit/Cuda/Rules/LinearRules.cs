using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[Linear]</c> of features: <c>Linear.cuh</c>.</summary>
internal static class LinearRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall?> Call)> All =>
    [
        ("Linear.Forward", k => DeviceKernel.ByTile(
            $"linear({k.Read(0)}, {k.Values("weight")}, {k.Bias}, {k.Write(0)}, samples);", k.Batch, k.Outputs)),
        ("Linear.InputGradient", k => DeviceKernel.ByTile(
            $"linearInputGradient({k.Read(0)}, {k.Values("weight")}, {k.Write(0)}, samples, block);", k.Batch, k.Input.Channels)),
        ("Linear.WeightGradient", k => DeviceKernel.ByTile(
            $"linearWeightGradient<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);", k.Outputs, k.Input.Channels)),
        ("Linear.SumShards", k => DeviceKernel.ByTile(
            $"linearShards<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples);",
            k.Outputs, k.Input.Channels, times: WeightGradient.Shards)),
        ("Linear.AddShards", k => DeviceKernel.ByElement(
            $"addShards<{k.Outputs * k.Input.Channels}>({k.Read(0)}, {k.Target}, block);", (long)k.Outputs * k.Input.Channels)),
        ("Linear.BiasGradient", k => DeviceKernel.ByElement(
            $"biasGradient<{k.Batch}>({k.Read(0)}, {k.Gradient("bias")}, samples, block);", k.Outputs)),
    ];
}
