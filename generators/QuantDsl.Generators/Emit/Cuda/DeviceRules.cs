using QuantDsl.Generators.Emit.Cuda.Rules;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// What each kernel of the lowered program is on a CUDA device. A network all of whose kernels have a rule runs there without a library.
/// </summary>
internal static class DeviceRules
{
    private static readonly Dictionary<string, Func<DeviceKernel, DeviceCall?>> All = new[]
    {
        LinearRules.All, ConvolutionRules.All, GroupedConvolutionRules.All, PoolingRules.All, PointwiseRules.All, BatchNormRules.All,
        LayerNormRules.All, RecurrentRules.All, TokenRules.All, LossRules.All,
    }.SelectMany(rules => rules).ToDictionary(rule => rule.Kernel, rule => rule.Call, StringComparer.Ordinal);

    /// <summary>The call; null where no rule fits.</summary>
    public static DeviceCall? Find(DeviceKernel kernel) =>
        All.TryGetValue(kernel.Name, out Func<DeviceKernel, DeviceCall?>? rule) ? rule(kernel) : null;
}
