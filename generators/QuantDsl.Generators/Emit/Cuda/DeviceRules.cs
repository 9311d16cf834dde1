using QuantDsl.Generators.Emit.Cuda.Rules;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>What each kernel of the lowered program is on a CUDA device.</summary>
internal static class DeviceRules
{
    private static readonly Dictionary<string, Func<DeviceKernel, DeviceCall>> All = new[]
    {
        LinearRules.All, ConvolutionRules.All, GroupedConvolutionRules.All, PoolingRules.All, PointwiseRules.All, BatchNormRules.All,
        LayerNormRules.All, RecurrentRules.All, TokenRules.All, LossRules.All,
    }.SelectMany(rules => rules).ToDictionary(rule => rule.Kernel, rule => rule.Call, StringComparer.Ordinal);

    /// <summary>The call of a template.</summary>
    /// <exception cref="InvalidOperationException">The kernel has no rule.</exception>
    public static DeviceCall Call(DeviceKernel kernel) =>
        All.TryGetValue(kernel.Name, out Func<DeviceKernel, DeviceCall>? rule)
            ? rule(kernel)
            : throw new InvalidOperationException($"{kernel.Name} has no rule for CUDA devices.");
}
