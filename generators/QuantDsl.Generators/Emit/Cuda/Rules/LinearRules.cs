using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// <c>[Linear]</c> of features and of sequences, whose positions are rows of one product, and the products of recurrent layers:
/// <c>Linear.cuh</c>; those that are large enough by tensor cores.
/// </summary>
internal static class LinearRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        .. Of("Linear", "weight"),
        .. Of("Lstm.Input", "weight_ih"),
        .. Of("Gru.Input", "weight_ih"),
        .. Of("Lstm.Recurrent", "weight_hh", delay: 1), // the weights meet the state before
        .. Of("Gru.Recurrent", "weight_hh", delay: 1),
    ];

    /// <summary>The rules of a product.</summary>
    /// <param name="product">How its kernels are named.</param>
    /// <param name="weights">Name of its weights.</param>
    /// <param name="delay">How many positions later than x its y is.</param>
    private static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> Of(string product, string weights, int delay = 0) =>
    [
        ($"{product}.Forward", k => Forward(k, weights)),
        ($"{product}.ForwardSequence", k => Forward(k, weights)),
        ($"{product}.InputGradient", k => InputGradient(k, weights)),
        ($"{product}.SequenceInputGradient", k => InputGradient(k, weights)),
        ($"{product}.WeightGradient", k => TensorRules.LinearWeightGradient(k, delay) ?? DeviceKernel.ByTile(
            $"linearWeightGradient<{k.Batch}, {delay}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);",
            k.SizeOfRead(1).Channels, k.SizeOfRead(0).Channels)),
        ($"{product}.SumShards", k => TensorRules.LinearShards(k, delay) ?? DeviceKernel.ByTile(
            $"linearShards<{k.Batch}, {delay}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);",
            k.SizeOfRead(1).Channels, k.SizeOfRead(0).Channels, times: WeightGradient.Shards)),
        ($"{product}.AddShards", k => DeviceKernel.ByElement(
            $"addShards<{k.Parameter.Count}>({k.Read(0)}, {k.Target}, block);", k.Parameter.Count)),
        ($"{product}.BiasGradient", k => DeviceKernel.ByElement(
            $"biasGradient<{k.Batch}>({k.Read(0)}, {k.Target}, samples, block);", k.Parameter.Count)),
    ];

    private static DeviceCall Forward(DeviceKernel k, string weights)
    {
        (int positions, int outputs) = k.SizeOfWrite(0);
        return TensorRules.Linear(k, weights) ?? DeviceKernel.ByTile(
            $"linear({k.Read(0)}, {k.Values(weights)}, {k.Bias}, {k.Write(0)}, samples, block);", k.Batch * positions, outputs);
    }

    private static DeviceCall InputGradient(DeviceKernel k, string weights)
    {
        (int positions, int inputs) = k.SizeOfWrite(0);
        return TensorRules.LinearInputGradient(k, weights) ?? DeviceKernel.ByTile(
            $"linearInputGradient({k.Read(0)}, {k.Values(weights)}, {k.Write(0)}, samples, block);", k.Batch * positions, inputs);
    }
}
