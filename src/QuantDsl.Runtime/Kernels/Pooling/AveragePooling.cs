using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The mean of each channel in a window. Padding counts as zeros, so that the divisor is kernel² everywhere. As in libtorch.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class AveragePooling
{
    /// <summary>y = sums of the windows, row by row, divided by kernel².</summary>
    /// <param name="x">Images.</param>
    /// <param name="window">The window.</param>
    /// <param name="y">Images of a pixel for each place of the window.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward<TLanes>(in ImageBatch x, PoolingWindow window, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ImageGeometry geometry = y.Geometry;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < geometry.Height; row++)
            {
                float* target = y.Row(sample, row);
                for (int column = 0; column < geometry.Width; column++, target += geometry.Channels)
                {
                    var part = WindowPart.Of(window, x.Geometry, row, column);
                    float* source = x.Row(sample, window.Start(row) + part.FirstRow);
                    source += (nint)(window.Start(column) + part.FirstColumn) * geometry.Channels;
                    int rows = part.EndRow - part.FirstRow;
                    int columns = part.EndColumn - part.FirstColumn;
                    Means<TLanes>(source, x.Geometry, rows, columns, window.Kernel * window.Kernel, target);
                }
            }
        }
    }

    /// <summary>
    /// ∂x: each pixel gets the sum of ∂y of the windows over it, row by row, divided by kernel²; every element is written.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="inputGradient">∂x.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward<TLanes>(
        PoolingWindow window, in ImageBatch outputGradient, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ImageGeometry geometry = inputGradient.Geometry;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < geometry.Height; row++)
            {
                float* target = inputGradient.Row(sample, row);
                for (int column = 0; column < geometry.Width; column++, target += geometry.Channels)
                {
                    var windows = WindowsOver.Of(window, outputGradient.Geometry, row, column);
                    float* source = outputGradient.Row(sample, windows.FirstRow) + ((nint)windows.FirstColumn * geometry.Channels);
                    int rows = windows.EndRow - windows.FirstRow;
                    int columns = windows.EndColumn - windows.FirstColumn;
                    Means<TLanes>(source, outputGradient.Geometry, rows, columns, window.Kernel * window.Kernel, target);
                }
            }
        }
    }

    /// <summary>Sums over a rectangle of pixels, divided.</summary>
    private static void Means<TLanes>(float* source, in ImageGeometry geometry, int rows, int columns, int divisor, float* target)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = geometry.Channels;
        int rowStride = geometry.RowStride;
        TLanes divide = TLanes.Broadcast(divisor);
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            TLanes.Store(Sum<TLanes>(source + channel, channels, rowStride, rows, columns, TLanes.Count) / divide, target + channel);
        int rest = channels - channel;
        if (rest > 0)
            TLanes.StorePart(Sum<TLanes>(source + channel, channels, rowStride, rows, columns, rest) / divide, target + channel, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TLanes>(float* source, int channels, int rowStride, int rows, int columns, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Zero;
        for (int row = 0; row < rows; row++, source += rowStride)
        {
            float* pixel = source;
            for (int column = 0; column < columns; column++, pixel += channels)
                sum += LaneAccess.Load<TLanes>(pixel, lanes);
        }
        return sum;
    }
}
