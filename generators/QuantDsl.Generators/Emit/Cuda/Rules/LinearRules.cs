using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[Linear]</c> of features: <c>Linear.cuh</c>.</summary>
internal static class LinearRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall?> Call)> All =>
    [
        ("Linear.Forward", k => TensorRules.Linear(k) ?? DeviceKernel.ByTile(
            $"linear({k.Read(0)}, {k.Values("weight")}, {k.Bias}, {k.Write(0)}, samples);", k.Batch, k.Outputs)),
        ("Linear.InputGradient", k => TensorRules.LinearInputGradient(k) ?? DeviceKernel.ByTile(
            $"linearInputGradient({k.Read(0)}, {k.Values("weight")}, {k.Write(0)}, samples);", k.Batch, k.Input.Channels)),
        ("Linear.WeightGradient", k => TensorRules.LinearWeightGradient(k) ?? DeviceKernel.ByTile(
            $"linearWeightGradient<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples);", k.Outputs, k.Input.Channels)),
        ("Linear.SumShards", k => DeviceKernel.ByTile(
            $"linearShards<{k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples);",
            k.Outputs, k.Input.Channels, times: WeightGradient.Shards)),
        ("Linear.AddShards", k => DeviceKernel.ByElement(
            $"addShards<{k.Outputs * k.Input.Channels}>({k.Read(0)}, {k.Target});", (long)k.Outputs * k.Input.Channels)),
        ("Linear.BiasGradient", k => DeviceKernel.ByElement(
            $"biasGradient<{k.Batch}>({k.Read(0)}, {k.Gradient("bias")}, samples);", k.Outputs)),
    ];
}
