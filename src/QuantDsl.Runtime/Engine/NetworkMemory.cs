using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What a network reads of the memory of its model; native, so it does not move.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkMemory
{
    /// <summary>Whose memory it is; it must live as long as the network.</summary>
    public required IWeightSource Owner { get; init; }

    /// <summary>Quantized weights q of all parameters; of those in full precision the values themselves.</summary>
    public required float* Quantized { get; init; }

    /// <summary>A bit for each of them, set where it is not negative, of ternary weights above 0.</summary>
    public required ushort* Signs { get; init; }

    /// <summary>A bit for each of them, set where it is below 0, of ternary weights.</summary>
    public required ushort* BelowZero { get; init; }

    /// <summary>Room for the scales α of the present quantized weights, which the owner knows.</summary>
    public required float* Scales { get; init; }

    /// <summary>How many scales there are.</summary>
    public required int ScaleCount { get; init; }

    /// <summary>Running statistics.</summary>
    public required float* Running { get; init; }

    /// <summary>Running statistics that the current step leaves.</summary>
    public required float* Moved { get; init; }

    /// <summary>The weights of a layer.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="scale">Their first scale.</param>
    /// <param name="outputsOfScale">Outputs that share a scale; all, if nothing is said.</param>
    public LayerWeights Weights(int offset, int scale = 0, int outputsOfScale = int.MaxValue) =>
        new(Quantized + offset, Scales + scale, outputsOfScale);

    /// <summary>The weights ±α of a layer with one α, of which only the signs are read.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="scale">Their scale.</param>
    public LayerWeights SignedWeights(int offset, int scale) => new(new WeightSigns((byte*)Signs, offset), Scales + scale);

    /// <summary>The ternary weights of a layer, of which only the levels are read.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="scale">Their first scale.</param>
    public LayerWeights TernaryWeights(int offset, int scale) =>
        new(new TernaryLevels((byte*)Signs, (byte*)BelowZero, offset), Scales + scale);

    /// <summary>The bias of a layer.</summary>
    /// <param name="offset">Where it begins.</param>
    public ValuePerColumn Bias(int offset) => new(Quantized + offset);

    /// <summary>The batch normalization of a layer.</summary>
    /// <param name="gamma">Where γ begins.</param>
    /// <param name="beta">Where β begins.</param>
    /// <param name="statistics">Where its running statistics begin.</param>
    public BatchNormMemory BatchNorm(int gamma, int beta, int statistics) => new()
    {
        Gamma = Quantized + gamma,
        Beta = Quantized + beta,
        Running = Running + statistics,
        Moved = Moved + statistics,
    };

    /// <summary>The layer normalization of a layer.</summary>
    /// <param name="gamma">Where γ begins.</param>
    /// <param name="beta">Where β begins.</param>
    public LayerNormMemory LayerNorm(int gamma, int beta) => new() { Gamma = Quantized + gamma, Beta = Quantized + beta };
}
