using QuantDsl.CompilerServices;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Planning;

/// <summary>One trained tensor and its place in the model's memory.</summary>
/// <param name="Layer">Name of its layer.</param>
/// <param name="Spec">What it is there.</param>
/// <param name="Index">Position among the parameters and their gradients.</param>
/// <param name="Offset">First float in the flat memory, a multiple of 16 (64 bytes).</param>
/// <param name="Quantizer">Null in full precision.</param>
/// <param name="Rows">Rows with scales of their own: 1 per layer, the output channels per channel, the gates of an LSTM or GRU, whose rows
/// follow each other, per gate.</param>
/// <param name="ScaleOffset">First float in the flat scales.</param>
/// <param name="FirstTile">Number of its first tile among those of the model.</param>
internal sealed record ParameterPlan(
    string Layer, ParameterSpec Spec, int Index, int Offset, Quantizer? Quantizer, int Rows, int ScaleOffset, int FirstTile)
{
    public EquatableArray<int> Shape => Spec.Shape;

    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Latent weights start from U(−bound, bound).</summary>
    public float Bound => (float)Math.Sqrt(1.5 / (Spec.FanIn + (double)Spec.FanOut));

    /// <summary>Values of a row.</summary>
    public int RowLength => Count / Rows;

    /// <summary>Values of its tiles; the last one takes what is left over. Rows with scales of their own are not cut.</summary>
    public int TileSize => TileRows > 0 ? TileRows * (Count / Shape[0]) : TileSizes.Of(Count, Rows);

    /// <summary>How many tiles it is cut into.</summary>
    public int Tiles => TileRows > 0 ? (Count + TileSize - 1) / TileSize : Math.Max(1, Count / TileSize);

    /// <summary>
    /// Outputs of a tile where the network makes the gradient tile by tile, so that each moves its weights at once; 0 elsewhere. A multiple
    /// of 16, so that a tile begins with a word of signs.
    /// </summary>
    public int TileRows { get; init; }

    public int Scales => Quantizer is null ? 0 : Rows * Quantizer.ScalesPerRow;

    /// <summary>Whether its scales are found between two passes over its tiles, and the last pass quantizes it.</summary>
    public bool IsTiled => this is { Quantizer.Exact: false, Rows: 1 };

    /// <summary>Whether its scales are found between the passes, from all of it.</summary>
    public bool IsSolved => this is { Quantizer: not null, Rows: 1 };

    /// <summary>Whether a measure has to remember its levels; that of 1 bit is the sign of the latent weight.</summary>
    public bool IsLeveled => Quantizer?.Bits > 1;

    /// <summary>Whether products with it are looked up instead of multiplied.</summary>
    public bool IsLookedUp { get; init; }

    /// <summary>Whether products read only the signs of its weights, ±α with one α: an update then writes nothing else.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whether products read only the levels of its ternary weights: an update then writes nothing else.</summary>
    public bool IsTernary => this is { IsLookedUp: true, IsTiled: true, Quantizer.Bits: 2 };

    /// <summary>Whether no step changes it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What shares a scale, in words.</summary>
    public string ScaleWords => Rows == 1 ? "per layer" : Rows == Shape[0] ? "per channel" : "per gate";

    /// <summary>Name in files and messages.</summary>
    public string Name => $"{Layer}.{Spec.Name}";

    public EquatableArray<int> ScaleShape => Quantizer switch
    {
        null => [0],
        { ScalesPerRow: 2 } when Rows > 1 => [Rows, 2],
        { ScalesPerRow: 2 } => [2],
        _ => [Rows],
    };
}
