using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where the weights of a layer lie in the model's memory.</summary>
/// <param name="quantized">q, [output channel][input channel][kernel row][kernel column].</param>
/// <param name="scales">α; not read in full precision.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LayerWeights(float* quantized, float* scales)
{
    /// <summary>q.</summary>
    public float* Quantized { get; } = quantized;

    /// <summary>α.</summary>
    public float* Scales { get; } = scales;
}
