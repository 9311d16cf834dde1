using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[LayerNorm]</c>: <c>LayerNorm.cuh</c>.</summary>
internal static class LayerNormRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("LayerNorm.Normalize", k => k.BySample($"{Of(k)}.forward<{k.Activation}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("LayerNorm.InputGradient", k => k.BySample(
            $"{Of(k)}.gradient<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, {k.Write(1)}, sample);")),
        ("LayerNorm.ParameterGradients", k => DeviceKernel.ByElement(
            $"layerNormParameterGradients<{k.Batch}, {Channels(k)}>"
            + $"({k.Read(0)}, {k.Gradient("layer_norm.weight")}, {k.Gradient("layer_norm.bias")}, samples, block);",
            Channels(k))),
    ];

    private static int Channels(DeviceKernel k) => k.LayerNorm.Shape.Channels;

    /// <summary>The layer's parameters and its constant.</summary>
    private static string Of(DeviceKernel k)
    {
        string epsilon = CudaLiterals.Float(((LayerNorm)k.LayerNorm.Operation).Epsilon);
        return $"LayerNorm{{{k.Values("layer_norm.weight")}, {k.Values("layer_norm.bias")}, {epsilon}}}";
    }
}
