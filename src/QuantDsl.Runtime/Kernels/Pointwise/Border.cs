using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Images inside a border of zeros, and sequences between zeros, over which a convolution with padding slides without a branch.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Border
{
    /// <summary>Writes 0 to the border, and nothing to the images inside.</summary>
    /// <param name="images">Images that lie as <see cref="ImageGeometry.Bordered"/> says.</param>
    /// <param name="border">Pixels of the border on each side.</param>
    /// <param name="samples">Which samples.</param>
    public static void Zero(in ImageBatch images, int border, UnitRange samples)
    {
        int side = border * images.Geometry.Channels;
        int above = (border * images.Geometry.RowStride) + side; // the rows above, and the first row's left side
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* row = images.Row(sample, 0);
            new Span<float>(row - above, above).Clear();
            for (int i = 1; i < images.Geometry.Height; i++, row += images.Geometry.RowStride)
                new Span<float>(row + images.Geometry.RowLength, 2 * side).Clear(); // a row's right side and the next one's left
            new Span<float>(row + images.Geometry.RowLength, above).Clear();
        }
    }

    /// <summary>Writes 0 before and behind sequences, and nothing to their positions.</summary>
    /// <param name="sequences">Sequences that lie with so many positions of room at both ends.</param>
    /// <param name="border">Positions of the border at each end.</param>
    /// <param name="samples">Which samples.</param>
    public static void ZeroEnds(in ImageBatch sequences, int border, UnitRange samples)
    {
        int end = border * sequences.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* sequence = sequences.Row(sample, 0);
            new Span<float>(sequence - end, end).Clear();
            new Span<float>(sequence + sequences.Geometry.RowLength, end).Clear();
        }
    }
}
