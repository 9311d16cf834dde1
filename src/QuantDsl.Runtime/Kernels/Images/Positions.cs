using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Positions of sequences.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Positions
{
    /// <summary>The last position of each sequence.</summary>
    /// <param name="sequences">Sequences.</param>
    /// <param name="last">Receives the features of the last position.</param>
    /// <param name="samples">Which samples.</param>
    public static void Last(in ImageBatch sequences, in ImageBatch last, UnitRange samples)
    {
        int features = sequences.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* from = sequences.Row(sample, 0) + ((nint)(sequences.Geometry.Width - 1) * features);
            new ReadOnlySpan<float>(from, features).CopyTo(new Span<float>(last.Row(sample, 0), features));
        }
    }
}
