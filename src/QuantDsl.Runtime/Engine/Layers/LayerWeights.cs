using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where the weights of a layer lie in the model's memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LayerWeights
{
    /// <summary>Weights that are read as they are.</summary>
    /// <param name="quantized">q, [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="scales">α, one for all outputs or each for some that follow each other; not read in full precision.</param>
    /// <param name="outputsOfScale">How many.</param>
    public LayerWeights(float* quantized, float* scales, int outputsOfScale)
    {
        Quantized = quantized;
        Scales = scales;
        OutputsOfScale = outputsOfScale;
        Signs = new WeightSigns(quantized);
        Levels = new TernaryLevels(quantized);
    }

    /// <summary>Weights ±α with one α, of which only the signs are read.</summary>
    /// <param name="signs">Whether a weight is α or −α.</param>
    /// <param name="scale">α.</param>
    public LayerWeights(WeightSigns signs, float* scale)
    {
        Signs = signs;
        Scales = scale;
        OutputsOfScale = int.MaxValue;
    }

    /// <summary>Weights with ternary levels, which alone are read.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="scales">α, or α₊ and α₋.</param>
    public LayerWeights(TernaryLevels levels, float* scales)
    {
        Levels = levels;
        Scales = scales;
        OutputsOfScale = int.MaxValue;
    }

    /// <summary>Weights of which only the codes are read, for predictions.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="scales">α, one for all outputs or each for some that follow each other.</param>
    /// <param name="outputsOfScale">How many.</param>
    internal LayerWeights(PackedCodes codes, float* scales, int outputsOfScale)
    {
        Codes = codes;
        Scales = scales;
        OutputsOfScale = outputsOfScale;
    }

    /// <summary>q; null where only its signs, levels or codes are read.</summary>
    public float* Quantized { get; }

    /// <summary>α.</summary>
    public float* Scales { get; }

    /// <summary>Outputs that share an α: 1 where each has its own, a gate's units in a recurrent layer.</summary>
    public int OutputsOfScale { get; }

    /// <summary>The signs of q.</summary>
    public WeightSigns Signs { get; private init; }

    /// <summary>The levels of q, of ternary weights.</summary>
    public TernaryLevels Levels { get; private init; }

    /// <summary>The codes of q, of a packed model whose products read them.</summary>
    internal PackedCodes Codes { get; }

    /// <summary>Whether they are packed for predictions alone, without the products of a backward pass.</summary>
    public bool ForPrediction { get; init; }

    /// <summary>Those of the outputs from one on, the first that has its scale.</summary>
    /// <param name="output">The output.</param>
    /// <param name="weights">Weights of an output.</param>
    internal LayerWeights From(int output, int weights) => Quantized == null
        ? this with { Signs = Signs.From((nint)output * weights), Levels = Levels.From((nint)output * weights) }
        : new(Quantized + ((nint)output * weights), Scales + (output / OutputsOfScale), OutputsOfScale) { ForPrediction = ForPrediction };

    /// <summary>α of an output.</summary>
    internal float ScaleOf(int output) => Scales[output / OutputsOfScale];
}
