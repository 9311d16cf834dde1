using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where the weights of a layer lie in the model's memory.</summary>
/// <param name="quantized">q, [output channel][input channel][kernel row][kernel column].</param>
/// <param name="scales">α, one for all outputs or each for some that follow each other; not read in full precision.</param>
/// <param name="outputsOfScale">How many.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LayerWeights(float* quantized, float* scales, int outputsOfScale)
{
    /// <summary>q.</summary>
    public float* Quantized { get; } = quantized;

    /// <summary>α.</summary>
    public float* Scales { get; } = scales;

    /// <summary>Outputs that share an α: 1 where each has its own, a gate's units in a recurrent layer.</summary>
    public int OutputsOfScale { get; } = outputsOfScale;

    /// <summary>Those of the outputs from one on, the first that has its scale.</summary>
    /// <param name="output">The output.</param>
    /// <param name="weights">Weights of an output.</param>
    internal LayerWeights From(int output, int weights) =>
        new(Quantized + ((nint)output * weights), Scales + (output / OutputsOfScale), OutputsOfScale);

    /// <summary>α of an output.</summary>
    internal float ScaleOf(int output) => Scales[output / OutputsOfScale];
}
