using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A tile of a product in registers: up to 14 pixels and one or two vectors of columns, each sum in one accumulator. A number of the input
/// is broadcast once for both vectors. See <see cref="TapShape"/> for what is summed.
/// </summary>
internal static unsafe class TapTile<TLanes, TRows, TVectors, TPanels, TScale, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TRows : struct, ITileSize
    where TVectors : struct, ITileSize
    where TPanels : struct, IPanels
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>Computes the tile.</summary>
    /// <param name="shape">Sizes of the product.</param>
    /// <param name="part">Panel and columns.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="input">Where the tile's first pixel begins in the input.</param>
    /// <param name="target">The tile's first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TapShape shape, in PanelPart part, in ProductOutput<TScale, TBias> output, float* input, float* target)
    {
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
        nint stride = (nint)shape.InputPixelStride * sizeof(float);
        int terms = shape.Terms;
        byte* panel = part.Panel;
        int column = TLanes.Count == 16 ? 0 : part.Column; // with 512 bits a panel is one part: a constant, of which signs make use
        int* offset = shape.Offsets;
        for (int* end = offset + shape.Taps; offset != end; offset++)
        {
            // A pointer for three pixels: an address of x86 is a pointer plus stride times 1 or 2.
            byte* p0 = (byte*)(input + *offset);
            byte* p3 = p0 + (3 * stride);
            byte* p6 = p3 + (3 * stride);
            byte* p9 = p6 + (3 * stride);
            byte* p12 = p9 + (3 * stride);
            for (int left = terms; left > 0; left--)
            {
                TLanes u = TPanels.Load<TLanes>(panel, column);
                TLanes v = TVectors.Count > 1 ? TPanels.Load<TLanes>(panel, column + TLanes.Count) : u;
                panel += TPanels.StepBytes;
                TLanes x = TLanes.Broadcast(*(float*)p0);
                a0 = TLanes.MultiplyAdd(x, u, a0);
                b0 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b0) : b0;
                if (TRows.Count > 1)
                {
                    x = TLanes.Broadcast(*(float*)(p0 + stride));
                    a1 = TLanes.MultiplyAdd(x, u, a1);
                    b1 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b1) : b1;
                }
                if (TRows.Count > 2)
                {
                    x = TLanes.Broadcast(*(float*)(p0 + (2 * stride)));
                    a2 = TLanes.MultiplyAdd(x, u, a2);
                    b2 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b2) : b2;
                }
                if (TRows.Count > 3)
                {
                    x = TLanes.Broadcast(*(float*)p3);
                    a3 = TLanes.MultiplyAdd(x, u, a3);
                    b3 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b3) : b3;
                }
                if (TRows.Count > 4)
                {
                    x = TLanes.Broadcast(*(float*)(p3 + stride));
                    a4 = TLanes.MultiplyAdd(x, u, a4);
                    b4 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b4) : b4;
                }
                if (TRows.Count > 5)
                {
                    x = TLanes.Broadcast(*(float*)(p3 + (2 * stride)));
                    a5 = TLanes.MultiplyAdd(x, u, a5);
                    b5 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b5) : b5;
                }
                if (TRows.Count > 6)
                {
                    x = TLanes.Broadcast(*(float*)p6);
                    a6 = TLanes.MultiplyAdd(x, u, a6);
                    b6 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b6) : b6;
                }
                if (TRows.Count > 7)
                {
                    x = TLanes.Broadcast(*(float*)(p6 + stride));
                    a7 = TLanes.MultiplyAdd(x, u, a7);
                    b7 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b7) : b7;
                }
                if (TRows.Count > 8)
                {
                    x = TLanes.Broadcast(*(float*)(p6 + (2 * stride)));
                    a8 = TLanes.MultiplyAdd(x, u, a8);
                    b8 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b8) : b8;
                }
                if (TRows.Count > 9)
                {
                    x = TLanes.Broadcast(*(float*)p9);
                    a9 = TLanes.MultiplyAdd(x, u, a9);
                    b9 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b9) : b9;
                }
                if (TRows.Count > 10)
                {
                    x = TLanes.Broadcast(*(float*)(p9 + stride));
                    a10 = TLanes.MultiplyAdd(x, u, a10);
                    b10 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b10) : b10;
                }
                if (TRows.Count > 11)
                {
                    x = TLanes.Broadcast(*(float*)(p9 + (2 * stride)));
                    a11 = TLanes.MultiplyAdd(x, u, a11);
                    b11 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b11) : b11;
                }
                if (TRows.Count > 12)
                {
                    x = TLanes.Broadcast(*(float*)p12);
                    a12 = TLanes.MultiplyAdd(x, u, a12);
                    b12 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b12) : b12;
                }
                if (TRows.Count > 13)
                {
                    x = TLanes.Broadcast(*(float*)(p12 + stride));
                    a13 = TLanes.MultiplyAdd(x, u, a13);
                    b13 = TVectors.Count > 1 ? TLanes.MultiplyAdd(x, v, b13) : b13;
                }
                p0 += sizeof(float);
                p3 += TRows.Count > 3 ? sizeof(float) : 0;
                p6 += TRows.Count > 6 ? sizeof(float) : 0;
                p9 += TRows.Count > 9 ? sizeof(float) : 0;
                p12 += TRows.Count > 12 ? sizeof(float) : 0;
            }
        }

        int columns = part.Columns, outputColumn = part.OutputColumn;
        int first = TVectors.Count > 1 ? TLanes.Count : columns;
        int second = columns - TLanes.Count;
        TLanes scaleA = output.Scale<TLanes>(outputColumn, first);
        TLanes biasA = output.Bias<TLanes>(outputColumn, first);
        TLanes scaleB = TVectors.Count > 1 ? output.Scale<TLanes>(outputColumn + TLanes.Count, second) : scaleA;
        TLanes biasB = TVectors.Count > 1 ? output.Bias<TLanes>(outputColumn + TLanes.Count, second) : biasA;
        nint targetStride = shape.OutputPixelStride;
        Put(target, a0, scaleA, biasA, b0, scaleB, biasB, columns);
        if (TRows.Count > 1)
            Put(target += targetStride, a1, scaleA, biasA, b1, scaleB, biasB, columns);
        if (TRows.Count > 2)
            Put(target += targetStride, a2, scaleA, biasA, b2, scaleB, biasB, columns);
        if (TRows.Count > 3)
            Put(target += targetStride, a3, scaleA, biasA, b3, scaleB, biasB, columns);
        if (TRows.Count > 4)
            Put(target += targetStride, a4, scaleA, biasA, b4, scaleB, biasB, columns);
        if (TRows.Count > 5)
            Put(target += targetStride, a5, scaleA, biasA, b5, scaleB, biasB, columns);
        if (TRows.Count > 6)
            Put(target += targetStride, a6, scaleA, biasA, b6, scaleB, biasB, columns);
        if (TRows.Count > 7)
            Put(target += targetStride, a7, scaleA, biasA, b7, scaleB, biasB, columns);
        if (TRows.Count > 8)
            Put(target += targetStride, a8, scaleA, biasA, b8, scaleB, biasB, columns);
        if (TRows.Count > 9)
            Put(target += targetStride, a9, scaleA, biasA, b9, scaleB, biasB, columns);
        if (TRows.Count > 10)
            Put(target += targetStride, a10, scaleA, biasA, b10, scaleB, biasB, columns);
        if (TRows.Count > 11)
            Put(target += targetStride, a11, scaleA, biasA, b11, scaleB, biasB, columns);
        if (TRows.Count > 12)
            Put(target += targetStride, a12, scaleA, biasA, b12, scaleB, biasB, columns);
        if (TRows.Count > 13)
            Put(target += targetStride, a13, scaleA, biasA, b13, scaleB, biasB, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(
        float* target, TLanes a, TLanes scaleA, TLanes biasA, TLanes b, TLanes scaleB, TLanes biasB, int columns)
    {
        a = ProductOutput<TScale, TBias>.Finish(a, scaleA, biasA);
        if (TVectors.Count == 1)
        {
            PutVector(target, a, columns);
            return;
        }
        b = ProductOutput<TScale, TBias>.Finish(b, scaleB, biasB);
        TLanes.Store(a, target);
        PutVector(target + TLanes.Count, b, columns - TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutVector(float* target, TLanes lanes, int columns)
    {
        if (columns == TLanes.Count)
            TLanes.Store(lanes, target);
        else
            TLanes.StorePart(lanes, target, columns);
    }
}
