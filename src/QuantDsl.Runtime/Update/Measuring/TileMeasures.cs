using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What measured passes keep of the previous step (its gradient, the signs of its update and the levels after it), and what they find in
/// each tile.
/// </summary>
/// <param name="gradients">Memory for gradients, one for each value of the model's memory.</param>
/// <param name="signs">Memory for the signs of updates: a word for each vector, and one more for each tile.</param>
/// <param name="levels">Memory for levels, a byte for each value; null where all quantized weights have 1 bit.</param>
/// <param name="tiles">Tiles of all parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TileMeasures(float* gradients, uint* signs, sbyte* levels, int tiles)
{
    private readonly ZigZagSums[] _sums = new ZigZagSums[tiles];
    private readonly (double Products, double Squares)[] _atQuantized = new (double, double)[tiles];
    private readonly int[] _flips = new int[tiles];

    /// <summary>Gradient of the previous step; the present one takes its place.</summary>
    internal Span<float> Gradients(in Tile block) => new(gradients + block.Offset, block.Count);

    /// <summary>Levels after the previous step; the new ones take their place.</summary>
    internal Span<sbyte> Levels(in Tile block) => new(levels + block.Offset, block.Count);

    /// <summary>
    /// Signs of the update of the previous step, a word for each vector; the new ones take their place. Tiles of whole rows need not begin
    /// at a multiple of a vector: each has a word of its own at its end.
    /// </summary>
    internal Span<uint> Signs(in Tile block) =>
        new(signs + (block.Offset / Lanes.Count) + block.Number, (block.Count + Lanes.Count - 1) / Lanes.Count);

    /// <summary>Notes what the first pass found in a tile.</summary>
    internal void Report(in Tile tile, in ZigZagSums sums, UpdateKind kind)
    {
        if (kind != UpdateKind.Backtrack)
            _atQuantized[tile.Number] = (sums.Products, sums.Squares);
        _sums[tile.Number] = sums;
    }

    /// <summary>Notes how many levels of a tile changed.</summary>
    internal void Report(in Tile tile, int flips) => _flips[tile.Number] = flips;

    /// <summary>What the last update found in a tile.</summary>
    internal ref readonly ZigZagSums Sums(int tile) => ref _sums[tile];

    /// <summary>Σ g·g′ and Σ g² of a tile for the gradient at the quantized weights, also if the last update had a trial's.</summary>
    internal (double Products, double Squares) AtQuantized(int tile) => _atQuantized[tile];

    /// <summary>How many levels of a tile changed.</summary>
    internal int Flips(int tile) => _flips[tile];
}
