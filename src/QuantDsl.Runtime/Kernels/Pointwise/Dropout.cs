using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Elements become 0 at random, the others are scaled so that the expected value stays. NaN and ∞ do not vanish: 0 times them is NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Dropout
{
    /// <summary>y = x · (0 or 1/(1 − p)); forward of values and, with the same stream, backward of gradients. y may be x.</summary>
    /// <param name="x">Images.</param>
    /// <param name="stream">What becomes 0.</param>
    /// <param name="y">Images of the same shape.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run<TLanes>(in ImageBatch x, in DropoutStream stream, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int length = x.Geometry.RowLength;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < x.Geometry.Height; row++)
                Row<TLanes>(x.Row(sample, row), stream, stream.FirstSample + sample, row * length, y.Row(sample, row), length);
        }
    }

    private static void Row<TLanes>(float* x, in DropoutStream stream, int sample, int element, float* y, int length)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ulong key = stream.Key;
        int threshold = stream.Threshold;
        float scale = stream.Scale;
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TLanes.Load(x + i) * Factors<TLanes>(key, threshold, scale, sample, element + i), y + i);
        int rest = length - i;
        if (rest > 0)
            TLanes.StorePart(TLanes.LoadPart(x + i, rest) * Factors<TLanes>(key, threshold, scale, sample, element + i), y + i, rest);
    }

    /// <summary>0 or the scale, for the elements from one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Factors<TLanes>(ulong key, int threshold, float scale, int sample, int element)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes elements = TLanes.AddInt32(TLanes.IndicesInt32, TLanes.BroadcastInt32(element));
        (TLanes number, _) = Threefry.Of(key, elements, TLanes.BroadcastInt32(sample));
        TLanes isDropped = TLanes.GreaterThanInt32(TLanes.BroadcastInt32(threshold), TLanes.ShiftRightUInt32(number, 1));
        return TLanes.Select(isDropped, TLanes.Zero, TLanes.Broadcast(scale));
    }
}
