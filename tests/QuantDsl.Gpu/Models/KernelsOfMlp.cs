using QuantDsl;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class Mlp
{
    internal static CudaProgram Kernels => CudaCode;
}

public sealed partial class MlpTernary
{
    internal static CudaProgram Kernels => CudaCode;
}

/// <summary>Sizes of a perceptron whose layers are all batch-normalised and quantized per layer.</summary>
internal static class MlpSizes
{
    /// <summary>Values of weights, γ and β of each layer.</summary>
    public static IReadOnlyList<long> Of(ModelInfo info) =>
        [.. info.Layers.SelectMany(layer => new[] { layer.Weights, layer.FullPrecisionParameters / 2, layer.FullPrecisionParameters / 2 })];
}
