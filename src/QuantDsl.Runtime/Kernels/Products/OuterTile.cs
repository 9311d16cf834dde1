using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A tile of weight gradients in registers: up to 14 output channels and one or two vectors of terms, each sum in one accumulator. A number
/// of the output's gradient is broadcast once for both vectors.
/// </summary>
internal static unsafe class OuterTile<TLanes, TRows, TVectors>
    where TLanes : unmanaged, ILanes<TLanes>
    where TRows : struct, ITileSize
    where TVectors : struct, ITileSize
{
    /// <summary>Sums the pixels of a block, on top of what was summed so far, and adds that to the sums of earlier shards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in OuterBlock block, in OuterTarget target)
    {
        float* soFar = target.SoFar;
        nint scratchRow = target.ScratchRowStride;
        TLanes a0 = TLanes.Zero, b0 = TLanes.Zero;
        TLanes a1 = TLanes.Zero, b1 = TLanes.Zero;
        TLanes a2 = TLanes.Zero, b2 = TLanes.Zero;
        TLanes a3 = TLanes.Zero, b3 = TLanes.Zero;
        TLanes a4 = TLanes.Zero, b4 = TLanes.Zero;
        TLanes a5 = TLanes.Zero, b5 = TLanes.Zero;
        TLanes a6 = TLanes.Zero, b6 = TLanes.Zero;
        TLanes a7 = TLanes.Zero, b7 = TLanes.Zero;
        TLanes a8 = TLanes.Zero, b8 = TLanes.Zero;
        TLanes a9 = TLanes.Zero, b9 = TLanes.Zero;
        TLanes a10 = TLanes.Zero, b10 = TLanes.Zero;
        TLanes a11 = TLanes.Zero, b11 = TLanes.Zero;
        TLanes a12 = TLanes.Zero, b12 = TLanes.Zero;
        TLanes a13 = TLanes.Zero, b13 = TLanes.Zero;
        if (soFar != null)
        {
            a0 = First(soFar, 0, scratchRow);
            b0 = Second(soFar, 0, scratchRow);
            a1 = First(soFar, 1, scratchRow);
            b1 = Second(soFar, 1, scratchRow);
            a2 = First(soFar, 2, scratchRow);
            b2 = Second(soFar, 2, scratchRow);
            a3 = First(soFar, 3, scratchRow);
            b3 = Second(soFar, 3, scratchRow);
            a4 = First(soFar, 4, scratchRow);
            b4 = Second(soFar, 4, scratchRow);
            a5 = First(soFar, 5, scratchRow);
            b5 = Second(soFar, 5, scratchRow);
            a6 = First(soFar, 6, scratchRow);
            b6 = Second(soFar, 6, scratchRow);
            a7 = First(soFar, 7, scratchRow);
            b7 = Second(soFar, 7, scratchRow);
            a8 = First(soFar, 8, scratchRow);
            b8 = Second(soFar, 8, scratchRow);
            a9 = First(soFar, 9, scratchRow);
            b9 = Second(soFar, 9, scratchRow);
            a10 = First(soFar, 10, scratchRow);
            b10 = Second(soFar, 10, scratchRow);
            a11 = First(soFar, 11, scratchRow);
            b11 = Second(soFar, 11, scratchRow);
            a12 = First(soFar, 12, scratchRow);
            b12 = Second(soFar, 12, scratchRow);
            a13 = First(soFar, 13, scratchRow);
            b13 = Second(soFar, 13, scratchRow);
        }

        nint inputStride = block.InputPixelStride, gradientStride = block.GradientPixelStride;
        nint second = block.Second;
        int lines = block.Lines, pixels = block.Pixels;
        float* sampleInput = block.Input, sampleGradient = block.Gradient;
        for (int samples = block.Samples; samples > 0; samples--)
        {
            float* lineInput = sampleInput, lineGradient = sampleGradient;
            for (int line = lines; line > 0; line--)
            {
                float* x = lineInput, y = lineGradient;
                for (int left = pixels; left > 0; left--)
                {
                    TLanes u = TLanes.Load(x);
                    TLanes v = TVectors.Count > 1 ? TLanes.Load(x + second) : u;
                    TLanes t = TLanes.Broadcast(y[0]);
                    a0 = TLanes.MultiplyAdd(t, u, a0);
                    b0 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b0) : b0;
                    if (TRows.Count > 1)
                    {
                        t = TLanes.Broadcast(y[1]);
                        a1 = TLanes.MultiplyAdd(t, u, a1);
                        b1 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b1) : b1;
                    }
                    if (TRows.Count > 2)
                    {
                        t = TLanes.Broadcast(y[2]);
                        a2 = TLanes.MultiplyAdd(t, u, a2);
                        b2 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b2) : b2;
                    }
                    if (TRows.Count > 3)
                    {
                        t = TLanes.Broadcast(y[3]);
                        a3 = TLanes.MultiplyAdd(t, u, a3);
                        b3 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b3) : b3;
                    }
                    if (TRows.Count > 4)
                    {
                        t = TLanes.Broadcast(y[4]);
                        a4 = TLanes.MultiplyAdd(t, u, a4);
                        b4 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b4) : b4;
                    }
                    if (TRows.Count > 5)
                    {
                        t = TLanes.Broadcast(y[5]);
                        a5 = TLanes.MultiplyAdd(t, u, a5);
                        b5 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b5) : b5;
                    }
                    if (TRows.Count > 6)
                    {
                        t = TLanes.Broadcast(y[6]);
                        a6 = TLanes.MultiplyAdd(t, u, a6);
                        b6 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b6) : b6;
                    }
                    if (TRows.Count > 7)
                    {
                        t = TLanes.Broadcast(y[7]);
                        a7 = TLanes.MultiplyAdd(t, u, a7);
                        b7 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b7) : b7;
                    }
                    if (TRows.Count > 8)
                    {
                        t = TLanes.Broadcast(y[8]);
                        a8 = TLanes.MultiplyAdd(t, u, a8);
                        b8 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b8) : b8;
                    }
                    if (TRows.Count > 9)
                    {
                        t = TLanes.Broadcast(y[9]);
                        a9 = TLanes.MultiplyAdd(t, u, a9);
                        b9 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b9) : b9;
                    }
                    if (TRows.Count > 10)
                    {
                        t = TLanes.Broadcast(y[10]);
                        a10 = TLanes.MultiplyAdd(t, u, a10);
                        b10 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b10) : b10;
                    }
                    if (TRows.Count > 11)
                    {
                        t = TLanes.Broadcast(y[11]);
                        a11 = TLanes.MultiplyAdd(t, u, a11);
                        b11 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b11) : b11;
                    }
                    if (TRows.Count > 12)
                    {
                        t = TLanes.Broadcast(y[12]);
                        a12 = TLanes.MultiplyAdd(t, u, a12);
                        b12 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b12) : b12;
                    }
                    if (TRows.Count > 13)
                    {
                        t = TLanes.Broadcast(y[13]);
                        a13 = TLanes.MultiplyAdd(t, u, a13);
                        b13 = TVectors.Count > 1 ? TLanes.MultiplyAdd(t, v, b13) : b13;
                    }
                    x += inputStride;
                    y += gradientStride;
                }
                lineInput += block.InputLineStride;
                lineGradient += block.GradientLineStride;
            }
            sampleInput += block.InputSampleStride;
            sampleGradient += block.GradientSampleStride;
        }

        float* earlier = target.Earlier;
        for (int left = target.EarlierCount; left > 0; left--)
        {
            a0 = First(earlier, 0, scratchRow) + a0;
            b0 = Second(earlier, 0, scratchRow) + b0;
            a1 = First(earlier, 1, scratchRow) + a1;
            b1 = Second(earlier, 1, scratchRow) + b1;
            a2 = First(earlier, 2, scratchRow) + a2;
            b2 = Second(earlier, 2, scratchRow) + b2;
            a3 = First(earlier, 3, scratchRow) + a3;
            b3 = Second(earlier, 3, scratchRow) + b3;
            a4 = First(earlier, 4, scratchRow) + a4;
            b4 = Second(earlier, 4, scratchRow) + b4;
            a5 = First(earlier, 5, scratchRow) + a5;
            b5 = Second(earlier, 5, scratchRow) + b5;
            a6 = First(earlier, 6, scratchRow) + a6;
            b6 = Second(earlier, 6, scratchRow) + b6;
            a7 = First(earlier, 7, scratchRow) + a7;
            b7 = Second(earlier, 7, scratchRow) + b7;
            a8 = First(earlier, 8, scratchRow) + a8;
            b8 = Second(earlier, 8, scratchRow) + b8;
            a9 = First(earlier, 9, scratchRow) + a9;
            b9 = Second(earlier, 9, scratchRow) + b9;
            a10 = First(earlier, 10, scratchRow) + a10;
            b10 = Second(earlier, 10, scratchRow) + b10;
            a11 = First(earlier, 11, scratchRow) + a11;
            b11 = Second(earlier, 11, scratchRow) + b11;
            a12 = First(earlier, 12, scratchRow) + a12;
            b12 = Second(earlier, 12, scratchRow) + b12;
            a13 = First(earlier, 13, scratchRow) + a13;
            b13 = Second(earlier, 13, scratchRow) + b13;
            earlier -= target.EarlierStride;
        }

        float* sums = target.Target;
        nint row = target.RowStride;
        nint targetSecond = target.Second;
        Put(sums, targetSecond, a0, b0);
        if (TRows.Count > 1)
            Put(sums += row, targetSecond, a1, b1);
        if (TRows.Count > 2)
            Put(sums += row, targetSecond, a2, b2);
        if (TRows.Count > 3)
            Put(sums += row, targetSecond, a3, b3);
        if (TRows.Count > 4)
            Put(sums += row, targetSecond, a4, b4);
        if (TRows.Count > 5)
            Put(sums += row, targetSecond, a5, b5);
        if (TRows.Count > 6)
            Put(sums += row, targetSecond, a6, b6);
        if (TRows.Count > 7)
            Put(sums += row, targetSecond, a7, b7);
        if (TRows.Count > 8)
            Put(sums += row, targetSecond, a8, b8);
        if (TRows.Count > 9)
            Put(sums += row, targetSecond, a9, b9);
        if (TRows.Count > 10)
            Put(sums += row, targetSecond, a10, b10);
        if (TRows.Count > 11)
            Put(sums += row, targetSecond, a11, b11);
        if (TRows.Count > 12)
            Put(sums += row, targetSecond, a12, b12);
        if (TRows.Count > 13)
            Put(sums += row, targetSecond, a13, b13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes First(float* sums, int row, nint rowStride) =>
        TRows.Count > row ? TLanes.Load(sums + (row * rowStride)) : TLanes.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Second(float* sums, int row, nint rowStride) =>
        TRows.Count > row && TVectors.Count > 1 ? TLanes.Load(sums + (row * rowStride) + TLanes.Count) : TLanes.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* sums, nint second, TLanes a, TLanes b)
    {
        TLanes.Store(a, sums);
        if (TVectors.Count > 1)
            TLanes.Store(b, sums + second);
    }
}
