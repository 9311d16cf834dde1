using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A piece of one parameter in the memory of its model and of its gradient, small enough for a core's cache. Scratch and quantized memory
/// hold other things during an update: see <see cref="TiledUpdate"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Tile
{
    /// <summary>Number among the tiles of the model.</summary>
    public required int Number { get; init; }

    /// <summary>Number of the tile after the last of the parameter.</summary>
    public required int EndTile { get; init; }

    /// <summary>Values of its tiles, where the parameter says how many; 0 elsewhere.</summary>
    public required int TileSize { get; init; }

    /// <summary>Number of the parameter.</summary>
    public required int Parameter { get; init; }

    /// <summary>First value within the parameter.</summary>
    public required int Start { get; init; }

    /// <summary>First value in the flat memory of the model.</summary>
    public required int Offset { get; init; }

    /// <summary>Gradient g, in the second half of a backtrack step the trial gradient g*.</summary>
    public required Span<float> Gradient { get; init; }

    /// <summary>
    /// The gradient g that led to the trial; before the second half of a backtrack step the same as <see cref="Gradient"/>.
    /// </summary>
    public required Span<float> FirstGradient { get; init; }

    /// <summary>
    /// Scratch memory: that of the gradient, once it was read. A trial, whose gradient is needed again, uses the memory in which g* will be
    /// found.
    /// </summary>
    public required Span<float> Scratch { get; init; }

    /// <summary>First moment m.</summary>
    public required Span<float> FirstMoment { get; init; }

    /// <summary>Second moment v.</summary>
    public required Span<float> SecondMoment { get; init; }

    /// <summary>Latent values w.</summary>
    public required Span<float> Latent { get; init; }

    /// <summary>Quantized values q; scratch memory until they are written.</summary>
    public required Span<float> Quantized { get; init; }

    /// <summary>Where the values that will be quantized lie: the latent ones or, in a trial, w* in scratch memory.</summary>
    public required Span<float> Values { get; init; }

    /// <summary>How many values.</summary>
    public int Count => Gradient.Length;

    /// <summary>The <see cref="TiledUpdate.BlockSize"/> values from <paramref name="start"/> on, or what is left.</summary>
    public Tile Block(int start)
    {
        int count = Math.Min(TiledUpdate.BlockSize, Count - start);
        return new Tile
        {
            Number = Number,
            EndTile = EndTile,
            TileSize = TileSize,
            Parameter = Parameter,
            Start = Start + start,
            Offset = Offset + start,
            Gradient = Gradient.Slice(start, count),
            FirstGradient = FirstGradient.Slice(start, count),
            Scratch = Scratch.Slice(start, count),
            FirstMoment = FirstMoment.Slice(start, count),
            SecondMoment = SecondMoment.Slice(start, count),
            Latent = Latent.Slice(start, count),
            Quantized = Quantized.Slice(start, count),
            Values = Values.Slice(start, count),
        };
    }
}
