using QuantDsl.CompilerServices;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>What a parameter is in its stage.</summary>
internal enum ParameterRole
{
    Weight,
    InputWeight,
    RecurrentWeight,
    Bias,
    NormWeight,
    NormBias,
}

/// <summary>One trained tensor and its place in the model's memory.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Role">What it is there.</param>
/// <param name="Index">Position among the parameters and their gradients.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offset">First float in the flat memory, a multiple of 16 (64 bytes).</param>
/// <param name="Quantizer">Null in full precision.</param>
/// <param name="Rows">Rows with scales of their own: 1 per layer, the output channels per channel, the 4 gates of an LSTM, whose rows follow each other, per gate.</param>
/// <param name="ScaleOffset">First float in the flat scales.</param>
/// <param name="FirstTile">Number of its first tile among those of the model.</param>
/// <param name="Bound">Latent weights start from U(−bound, bound).</param>
internal sealed record ParameterPlan(
    string Stage,
    ParameterRole Role,
    int Index,
    EquatableArray<int> Shape,
    int Offset,
    Quantizer? Quantizer,
    int Rows,
    int ScaleOffset,
    int FirstTile,
    float Bound)
{
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Values of a row.</summary>
    public int RowLength => Count / Rows;

    /// <summary>Values of its tiles; the last one takes what is left over. Rows with scales of their own are not cut.</summary>
    public int TileSize => TileSizes.Of(Count, Rows);

    /// <summary>How many tiles it is cut into.</summary>
    public int Tiles => Math.Max(1, Count / TileSize);

    public int Scales => Quantizer is null ? 0 : Rows * Quantizer.ScalesPerRow;

    /// <summary>What shares a scale, in words.</summary>
    public string ScaleWords => Rows == 1 ? "per layer" : Rows == Shape[0] ? "per channel" : "per gate";

    /// <summary>Name in files and messages.</summary>
    public string Name => $"{Stage}.{Suffix}";

    public EquatableArray<int> ScaleShape => Quantizer switch
    {
        null => [0],
        { ScalesPerRow: 2 } when Rows > 1 => [Rows, 2],
        { ScalesPerRow: 2 } => [2],
        _ => [Rows],
    };

    private string Suffix => Role switch
    {
        ParameterRole.Weight => "weight",
        ParameterRole.InputWeight => "weight_ih",
        ParameterRole.RecurrentWeight => "weight_hh",
        ParameterRole.Bias => "bias",
        ParameterRole.NormWeight => "norm.weight",
        _ => "norm.bias",
    };
}
