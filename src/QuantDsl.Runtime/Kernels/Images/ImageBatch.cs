using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Images of a batch in memory.</summary>
/// <param name="data">The first channel of the first pixel of the first sample, inside of any border.</param>
/// <param name="geometry">How they lie from there on.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ImageBatch(float* data, ImageGeometry geometry)
{
    /// <summary>The first channel of the first pixel of the first sample.</summary>
    public float* Data { get; } = data;

    /// <summary>How the images lie from there on.</summary>
    public ImageGeometry Geometry { get; } = geometry;

    /// <summary>Where a row begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float* Row(int sample, int row) => Data + (sample * Geometry.SampleStride) + ((nint)row * Geometry.RowStride);
}
