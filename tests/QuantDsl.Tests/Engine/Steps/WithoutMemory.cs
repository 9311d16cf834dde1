using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// A global minimiser as the engine has it: a function of weights and curvature alone. The reference keeps the previous scale where there
/// are no weights to fit it to (every scale is optimal there and no weight uses it); the engine says 0.
/// </summary>
internal sealed class WithoutMemory(IQuantizer inner) : IQuantizer
{
    public IQuantizer Inner => inner;

    public bool IsQuantized => true;

    public int ScaleCount => inner.ScaleCount;

    public Quantization Quantize(double[] w, double[] d, double[] previousScales) => inner.Quantize(w, d, inner.NoScales());
}
