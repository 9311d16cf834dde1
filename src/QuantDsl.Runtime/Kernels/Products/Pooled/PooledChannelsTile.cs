using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Weight gradients of a vector of output channels in registers: up to 12 terms, each sum in one accumulator, on top of what was summed so
/// far. Of a window the places are added in order, with 0 for channels that chose another.
/// </summary>
internal static unsafe class PooledChannelsTile<TLanes, TTerms>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTerms : struct, ITileSize
{
    /// <summary>Adds the windows of a block.</summary>
    /// <param name="block">The windows; of the channel at which its gradient begins.</param>
    /// <param name="numbers">The places of these windows that lie on the image, in order.</param>
    /// <param name="count">How many.</param>
    /// <param name="offsets">Where the terms are, counted from the input of a place.</param>
    /// <param name="sums">The sums [term][channel], of the same channel.</param>
    /// <param name="lanes">Channels, at most as many as a vector has lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in PooledBlock block, int* numbers, int count, nint* offsets, float* sums, int lanes)
    {
        nint channels = block.Channels, inputStride = block.InputColumnStride;
        nint o0 = TTerms.Count > 0 ? offsets[0] : 0;
        nint o1 = TTerms.Count > 1 ? offsets[1] : 0;
        nint o2 = TTerms.Count > 2 ? offsets[2] : 0;
        nint o3 = TTerms.Count > 3 ? offsets[3] : 0;
        nint o4 = TTerms.Count > 4 ? offsets[4] : 0;
        nint o5 = TTerms.Count > 5 ? offsets[5] : 0;
        nint o6 = TTerms.Count > 6 ? offsets[6] : 0;
        nint o7 = TTerms.Count > 7 ? offsets[7] : 0;
        nint o8 = TTerms.Count > 8 ? offsets[8] : 0;
        nint o9 = TTerms.Count > 9 ? offsets[9] : 0;
        nint o10 = TTerms.Count > 10 ? offsets[10] : 0;
        nint o11 = TTerms.Count > 11 ? offsets[11] : 0;
        TLanes a0 = TTerms.Count > 0 ? LaneAccess.Load<TLanes>(sums + (0 * channels), lanes) : TLanes.Zero;
        TLanes a1 = TTerms.Count > 1 ? LaneAccess.Load<TLanes>(sums + (1 * channels), lanes) : TLanes.Zero;
        TLanes a2 = TTerms.Count > 2 ? LaneAccess.Load<TLanes>(sums + (2 * channels), lanes) : TLanes.Zero;
        TLanes a3 = TTerms.Count > 3 ? LaneAccess.Load<TLanes>(sums + (3 * channels), lanes) : TLanes.Zero;
        TLanes a4 = TTerms.Count > 4 ? LaneAccess.Load<TLanes>(sums + (4 * channels), lanes) : TLanes.Zero;
        TLanes a5 = TTerms.Count > 5 ? LaneAccess.Load<TLanes>(sums + (5 * channels), lanes) : TLanes.Zero;
        TLanes a6 = TTerms.Count > 6 ? LaneAccess.Load<TLanes>(sums + (6 * channels), lanes) : TLanes.Zero;
        TLanes a7 = TTerms.Count > 7 ? LaneAccess.Load<TLanes>(sums + (7 * channels), lanes) : TLanes.Zero;
        TLanes a8 = TTerms.Count > 8 ? LaneAccess.Load<TLanes>(sums + (8 * channels), lanes) : TLanes.Zero;
        TLanes a9 = TTerms.Count > 9 ? LaneAccess.Load<TLanes>(sums + (9 * channels), lanes) : TLanes.Zero;
        TLanes a10 = TTerms.Count > 10 ? LaneAccess.Load<TLanes>(sums + (10 * channels), lanes) : TLanes.Zero;
        TLanes a11 = TTerms.Count > 11 ? LaneAccess.Load<TLanes>(sums + (11 * channels), lanes) : TLanes.Zero;
        float* lineInput = block.Input, lineGradient = block.Gradient;
        byte* chosen = block.Chosen;
        for (int rows = block.Rows; rows > 0; rows--)
        {
            float* input = lineInput, gradient = lineGradient;
            for (int columns = block.Columns; columns > 0; columns--)
            {
                TLanes above = LaneAccess.Load<TLanes>(gradient, lanes);
                TLanes choice = TLanes.LoadBytes(chosen, lanes);
                for (int place = 0; place < count; place++)
                {
                    float* x = input + block.Places[numbers[place]];
                    TLanes t = TLanes.EqualInt32(choice, TLanes.BroadcastInt32(numbers[place])) & above;
                    a0 = TTerms.Count > 0 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o0]), t, a0) : a0;
                    a1 = TTerms.Count > 1 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o1]), t, a1) : a1;
                    a2 = TTerms.Count > 2 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o2]), t, a2) : a2;
                    a3 = TTerms.Count > 3 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o3]), t, a3) : a3;
                    a4 = TTerms.Count > 4 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o4]), t, a4) : a4;
                    a5 = TTerms.Count > 5 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o5]), t, a5) : a5;
                    a6 = TTerms.Count > 6 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o6]), t, a6) : a6;
                    a7 = TTerms.Count > 7 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o7]), t, a7) : a7;
                    a8 = TTerms.Count > 8 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o8]), t, a8) : a8;
                    a9 = TTerms.Count > 9 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o9]), t, a9) : a9;
                    a10 = TTerms.Count > 10 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o10]), t, a10) : a10;
                    a11 = TTerms.Count > 11 ? TLanes.MultiplyAdd(TLanes.Broadcast(x[o11]), t, a11) : a11;
                }
                input += inputStride;
                gradient += channels;
                chosen += channels;
            }
            lineInput += block.InputRowStride;
            lineGradient += block.GradientRowStride;
        }
        if (TTerms.Count > 0)
            LaneAccess.Store(a0, sums + (0 * channels), lanes);
        if (TTerms.Count > 1)
            LaneAccess.Store(a1, sums + (1 * channels), lanes);
        if (TTerms.Count > 2)
            LaneAccess.Store(a2, sums + (2 * channels), lanes);
        if (TTerms.Count > 3)
            LaneAccess.Store(a3, sums + (3 * channels), lanes);
        if (TTerms.Count > 4)
            LaneAccess.Store(a4, sums + (4 * channels), lanes);
        if (TTerms.Count > 5)
            LaneAccess.Store(a5, sums + (5 * channels), lanes);
        if (TTerms.Count > 6)
            LaneAccess.Store(a6, sums + (6 * channels), lanes);
        if (TTerms.Count > 7)
            LaneAccess.Store(a7, sums + (7 * channels), lanes);
        if (TTerms.Count > 8)
            LaneAccess.Store(a8, sums + (8 * channels), lanes);
        if (TTerms.Count > 9)
            LaneAccess.Store(a9, sums + (9 * channels), lanes);
        if (TTerms.Count > 10)
            LaneAccess.Store(a10, sums + (10 * channels), lanes);
        if (TTerms.Count > 11)
            LaneAccess.Store(a11, sums + (11 * channels), lanes);
    }
}
