using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The largest value of each channel in a window. Padding never is the largest; of equal values the first counts, row by row; NaN is
/// larger than any number, and the last one counts. As in libtorch.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MaxPooling
{
    /// <summary>The largest kernel: places in a window are kept as a byte.</summary>
    public const int LargestKernel = 16;

    /// <summary>y = the largest values, and their places in the windows.</summary>
    /// <param name="x">Images.</param>
    /// <param name="window">The window; its kernel at most <see cref="LargestKernel"/>.</param>
    /// <param name="y">Images of a pixel for each place of the window.</param>
    /// <param name="chosen">[samples][rows of y][columns of y][channels]: row · kernel + column of the largest value in its window.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward<TLanes>(in ImageBatch x, PoolingWindow window, in ImageBatch y, ByteAddress chosen, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Kernel, LargestKernel);
        ImageGeometry geometry = y.Geometry;
        byte* places = (byte*)chosen + ((nint)samples.Start * geometry.Pixels * geometry.Channels);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < geometry.Height; row++)
            {
                float* target = y.Row(sample, row);
                for (int column = 0; column < geometry.Width; column++, target += geometry.Channels, places += geometry.Channels)
                    Pixel<TLanes>(x, window, sample, row, column, target, places);
            }
        }
    }

    /// <summary>∂x: each pixel gets the sum of ∂y of the windows that chose it, row by row; every element is written.</summary>
    /// <param name="chosen">What the forward pass wrote.</param>
    /// <param name="window">The window.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="inputGradient">∂x.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward<TLanes>(
        ByteAddress chosen, PoolingWindow window, in ImageBatch outputGradient, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ImageGeometry geometry = inputGradient.Geometry;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            byte* places = (byte*)chosen + ((nint)sample * outputGradient.Geometry.Pixels * geometry.Channels);
            if (window.IsDisjoint)
            {
                DisjointGradient<TLanes>(places, window.Kernel, outputGradient, inputGradient, sample);
                continue;
            }
            for (int row = 0; row < geometry.Height; row++)
            {
                float* target = inputGradient.Row(sample, row);
                for (int column = 0; column < geometry.Width; column++, target += geometry.Channels)
                    PixelGradient<TLanes>(places, window, outputGradient, sample, row, column, target);
            }
        }
    }

    private static void Pixel<TLanes>(in ImageBatch x, PoolingWindow window, int sample, int row, int column, float* target, byte* places)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var part = WindowPart.Of(window, x.Geometry, row, column);
        float* source = x.Row(sample, window.Start(row) + part.FirstRow);
        source += (nint)(window.Start(column) + part.FirstColumn) * x.Geometry.Channels;
        int channels = x.Geometry.Channels;
        int rowStride = x.Geometry.RowStride;
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            Largest<TLanes>(source + channel, channels, rowStride, part, TLanes.Count, target + channel, places + channel);
        int rest = channels - channel;
        if (rest > 0)
            LargestOfPart<TLanes>(source + channel, channels, rowStride, part, rest, target + channel, places + channel);
    }

    /// <summary>By itself, since the compiler inlines only so much into one method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LargestOfPart<TLanes>(
        float* source, int channels, int rowStride, WindowPart part, int lanes, float* target, byte* places)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Largest<TLanes>(source, channels, rowStride, part, lanes, target, places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Largest<TLanes>(float* source, int channels, int rowStride, WindowPart part, int lanes, float* target, byte* places)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes largest = TLanes.Broadcast(float.NegativeInfinity);
        TLanes place = TLanes.BroadcastInt32((part.FirstRow * part.Kernel) + part.FirstColumn);
        for (int row = part.FirstRow; row < part.EndRow; row++, source += rowStride)
        {
            float* pixel = source;
            int last = (row * part.Kernel) + part.EndColumn;
            for (int here = (row * part.Kernel) + part.FirstColumn; here < last; here++, pixel += channels)
            {
                TLanes value = LaneAccess.Load<TLanes>(pixel, lanes);
                TLanes isLarger = TLanes.Select(TLanes.Equal(value, value), TLanes.GreaterThan(value, largest), TLanes.BroadcastInt32(-1));
                largest = TLanes.Select(isLarger, value, largest);
                place = TLanes.Select(isLarger, TLanes.BroadcastInt32(here), place);
            }
        }
        LaneAccess.Store(largest, target, lanes);
        TLanes.StoreBytes(place, places, lanes);
    }

    /// <summary>
    /// No two windows cover the same pixel: a window writes its own. What none covers, at the end of rows and below, gets 0.
    /// </summary>
    private static void DisjointGradient<TLanes>(
        byte* places, int kernel, in ImageBatch outputGradient, in ImageBatch inputGradient, int sample)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ImageGeometry windows = outputGradient.Geometry, geometry = inputGradient.Geometry;
        int channels = geometry.Channels, covered = windows.Width * kernel * channels;
        for (int row = 0; row < geometry.Height; row++)
        {
            int start = row < windows.Height * kernel ? covered : 0;
            new Span<float>(inputGradient.Row(sample, row) + start, (geometry.Width * channels) - start).Clear();
        }
        for (int row = 0; row < windows.Height; row++)
        {
            float* gradient = outputGradient.Row(sample, row), target = inputGradient.Row(sample, row * kernel);
            for (int column = 0; column < windows.Width; column++, gradient += channels, places += channels, target += kernel * channels)
            {
                int channel = 0;
                for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                {
                    WindowGradient<TLanes>(
                        places + channel, gradient + channel, kernel, target + channel, channels, geometry.RowStride, TLanes.Count);
                }
                if (channel < channels)
                {
                    PartGradient<TLanes>(
                        places + channel, gradient + channel, kernel, target + channel, channels, geometry.RowStride, channels - channel);
                }
            }
        }
    }

    /// <summary>By itself, since the compiler inlines only so much into one method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PartGradient<TLanes>(
        byte* places, float* gradient, int kernel, float* target, int channels, int rowStride, int lanes)
        where TLanes : unmanaged, ILanes<TLanes> =>
        WindowGradient<TLanes>(places, gradient, kernel, target, channels, rowStride, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WindowGradient<TLanes>(
        byte* places, float* gradient, int kernel, float* target, int channels, int rowStride, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes chosen = TLanes.LoadBytes(places, lanes);
        TLanes sum = TLanes.Zero + LaneAccess.Load<TLanes>(gradient, lanes); // a sum of one term: −0 becomes 0
        int place = 0;
        for (int row = 0; row < kernel; row++, target += rowStride)
        {
            for (int column = 0; column < kernel; column++, place++)
            {
                TLanes isChosen = TLanes.EqualInt32(chosen, TLanes.BroadcastInt32(place));
                LaneAccess.Store(isChosen & sum, target + (column * channels), lanes);
            }
        }
    }

    private static void PixelGradient<TLanes>(
        byte* places, PoolingWindow window, in ImageBatch outputGradient, int sample, int row, int column, float* target)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var windows = WindowsOver.Of(window, outputGradient.Geometry, row, column);
        float* gradient = outputGradient.Row(sample, 0);
        int channels = outputGradient.Geometry.Channels;
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            TLanes sum = SumChosen<TLanes>(gradient + channel, places + channel, outputGradient.Geometry, window, windows, TLanes.Count);
            TLanes.Store(sum, target + channel);
        }
        int rest = channels - channel;
        if (rest > 0)
        {
            TLanes sum = SumChosenOfPart<TLanes>(gradient + channel, places + channel, outputGradient.Geometry, window, windows, rest);
            TLanes.StorePart(sum, target + channel, rest);
        }
    }

    /// <summary>By itself, since the compiler inlines only so much into one method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes SumChosenOfPart<TLanes>(
        float* gradient, byte* places, in ImageGeometry geometry, PoolingWindow window, WindowsOver windows, int lanes)
        where TLanes : unmanaged, ILanes<TLanes> =>
        SumChosen<TLanes>(gradient, places, geometry, window, windows, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SumChosen<TLanes>(
        float* gradient, byte* places, in ImageGeometry geometry, PoolingWindow window, WindowsOver windows, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Zero;
        for (int row = windows.FirstRow; row < windows.EndRow; row++)
        {
            for (int column = windows.FirstColumn; column < windows.EndColumn; column++)
            {
                int pixel = column * geometry.Channels;
                TLanes chosen = TLanes.LoadBytes(places + ((nint)row * geometry.RowLength) + pixel, lanes);
                TLanes isChosen = TLanes.EqualInt32(chosen, TLanes.BroadcastInt32(windows.PlaceIn(window, row, column)));
                sum += isChosen & LaneAccess.Load<TLanes>(gradient + ((nint)row * geometry.RowStride) + pixel, lanes);
            }
        }
        return sum;
    }
}
