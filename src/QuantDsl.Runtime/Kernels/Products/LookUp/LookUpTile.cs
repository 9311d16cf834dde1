using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A tile of a product by look-up in registers: up to 6 rows and 4 vectors of columns, each sum in one accumulator, to which groups of
/// terms are added in order.
/// </summary>
internal static unsafe class LookUpTile<TLanes, TSums, TRows, TVectors, TScale, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSums : struct, ILookUpSums
    where TRows : struct, ITileSize
    where TVectors : struct, ITileSize
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>Computes the tile.</summary>
    /// <param name="part">Columns, weights and sizes.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="tables">The tables of the tile's first row.</param>
    /// <param name="target">The tile's first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in LookUpPart part, in ProductOutput<TScale, TBias> output, float* tables, float* target)
    {
        int last = part.Columns - ((TVectors.Count - 1) * TLanes.Count); // columns of the last vector
        TLanes a0 = TLanes.Zero, b0 = TLanes.Zero, c0 = TLanes.Zero, d0 = TLanes.Zero;
        TLanes a1 = TLanes.Zero, b1 = TLanes.Zero, c1 = TLanes.Zero, d1 = TLanes.Zero;
        TLanes a2 = TLanes.Zero, b2 = TLanes.Zero, c2 = TLanes.Zero, d2 = TLanes.Zero;
        TLanes a3 = TLanes.Zero, b3 = TLanes.Zero, c3 = TLanes.Zero, d3 = TLanes.Zero;
        TLanes a4 = TLanes.Zero, b4 = TLanes.Zero, c4 = TLanes.Zero, d4 = TLanes.Zero;
        TLanes a5 = TLanes.Zero, b5 = TLanes.Zero, c5 = TLanes.Zero, d5 = TLanes.Zero;
        if (!part.IsFirst)
        {
            a0 = LoadVector(0, target, last);
            b0 = TVectors.Count > 1 ? LoadVector(1, target, last) : b0;
            c0 = TVectors.Count > 2 ? LoadVector(2, target, last) : c0;
            d0 = TVectors.Count > 3 ? LoadVector(3, target, last) : d0;
            if (TRows.Count > 1)
            {
                float* sums = target + part.OutputStride;
                a1 = LoadVector(0, sums, last);
                b1 = TVectors.Count > 1 ? LoadVector(1, sums, last) : b1;
                c1 = TVectors.Count > 2 ? LoadVector(2, sums, last) : c1;
                d1 = TVectors.Count > 3 ? LoadVector(3, sums, last) : d1;
            }
            if (TRows.Count > 2)
            {
                float* sums = target + (2 * part.OutputStride);
                a2 = LoadVector(0, sums, last);
                b2 = TVectors.Count > 1 ? LoadVector(1, sums, last) : b2;
                c2 = TVectors.Count > 2 ? LoadVector(2, sums, last) : c2;
                d2 = TVectors.Count > 3 ? LoadVector(3, sums, last) : d2;
            }
            if (TRows.Count > 3)
            {
                float* sums = target + (3 * part.OutputStride);
                a3 = LoadVector(0, sums, last);
                b3 = TVectors.Count > 1 ? LoadVector(1, sums, last) : b3;
                c3 = TVectors.Count > 2 ? LoadVector(2, sums, last) : c3;
                d3 = TVectors.Count > 3 ? LoadVector(3, sums, last) : d3;
            }
            if (TRows.Count > 4)
            {
                float* sums = target + (4 * part.OutputStride);
                a4 = LoadVector(0, sums, last);
                b4 = TVectors.Count > 1 ? LoadVector(1, sums, last) : b4;
                c4 = TVectors.Count > 2 ? LoadVector(2, sums, last) : c4;
                d4 = TVectors.Count > 3 ? LoadVector(3, sums, last) : d4;
            }
            if (TRows.Count > 5)
            {
                float* sums = target + (5 * part.OutputStride);
                a5 = LoadVector(0, sums, last);
                b5 = TVectors.Count > 1 ? LoadVector(1, sums, last) : b5;
                c5 = TVectors.Count > 2 ? LoadVector(2, sums, last) : c5;
                d5 = TVectors.Count > 3 ? LoadVector(3, sums, last) : d5;
            }
        }
        nint stride = part.RowStride;
        uint* words = part.Words;
        nint* offset = part.Offsets;
        int groups = part.Groups;
        for (nint* end = offset + part.Taps; offset != end; offset++)
        {
            // A pointer for three rows: an address of x86 is a pointer plus stride times 1 or 2.
            float* p0 = tables + *offset;
            float* p3 = p0 + (3 * stride);
            for (int left = groups; left > 0; left -= TSums.GroupsOfWord)
            {
                TLanes w0 = TLanes.Load((float*)words);
                TLanes w1 = TVectors.Count > 1 ? TLanes.Load((float*)words + TLanes.Count) : w0;
                TLanes w2 = TVectors.Count > 2 ? TLanes.Load((float*)words + (2 * TLanes.Count)) : w0;
                TLanes w3 = TVectors.Count > 3 ? TLanes.Load((float*)words + (3 * TLanes.Count)) : w0;
                words += LookUpPanels.Columns;
                for (int n = Math.Min(left, TSums.GroupsOfWord); n > 0; n--)
                {
                    a0 += TSums.LookUp(p0, w0);
                    b0 = TVectors.Count > 1 ? b0 + TSums.LookUp(p0, w1) : b0;
                    c0 = TVectors.Count > 2 ? c0 + TSums.LookUp(p0, w2) : c0;
                    d0 = TVectors.Count > 3 ? d0 + TSums.LookUp(p0, w3) : d0;
                    if (TRows.Count > 1)
                    {
                        float* table = p0 + stride;
                        a1 += TSums.LookUp(table, w0);
                        b1 = TVectors.Count > 1 ? b1 + TSums.LookUp(table, w1) : b1;
                        c1 = TVectors.Count > 2 ? c1 + TSums.LookUp(table, w2) : c1;
                        d1 = TVectors.Count > 3 ? d1 + TSums.LookUp(table, w3) : d1;
                    }
                    if (TRows.Count > 2)
                    {
                        float* table = p0 + (2 * stride);
                        a2 += TSums.LookUp(table, w0);
                        b2 = TVectors.Count > 1 ? b2 + TSums.LookUp(table, w1) : b2;
                        c2 = TVectors.Count > 2 ? c2 + TSums.LookUp(table, w2) : c2;
                        d2 = TVectors.Count > 3 ? d2 + TSums.LookUp(table, w3) : d2;
                    }
                    if (TRows.Count > 3)
                    {
                        float* table = p3;
                        a3 += TSums.LookUp(table, w0);
                        b3 = TVectors.Count > 1 ? b3 + TSums.LookUp(table, w1) : b3;
                        c3 = TVectors.Count > 2 ? c3 + TSums.LookUp(table, w2) : c3;
                        d3 = TVectors.Count > 3 ? d3 + TSums.LookUp(table, w3) : d3;
                    }
                    if (TRows.Count > 4)
                    {
                        float* table = p3 + stride;
                        a4 += TSums.LookUp(table, w0);
                        b4 = TVectors.Count > 1 ? b4 + TSums.LookUp(table, w1) : b4;
                        c4 = TVectors.Count > 2 ? c4 + TSums.LookUp(table, w2) : c4;
                        d4 = TVectors.Count > 3 ? d4 + TSums.LookUp(table, w3) : d4;
                    }
                    if (TRows.Count > 5)
                    {
                        float* table = p3 + (2 * stride);
                        a5 += TSums.LookUp(table, w0);
                        b5 = TVectors.Count > 1 ? b5 + TSums.LookUp(table, w1) : b5;
                        c5 = TVectors.Count > 2 ? c5 + TSums.LookUp(table, w2) : c5;
                        d5 = TVectors.Count > 3 ? d5 + TSums.LookUp(table, w3) : d5;
                    }
                    w0 = TSums.Next(w0);
                    w1 = TVectors.Count > 1 ? TSums.Next(w1) : w1;
                    w2 = TVectors.Count > 2 ? TSums.Next(w2) : w2;
                    w3 = TVectors.Count > 3 ? TSums.Next(w3) : w3;
                    p0 += TSums.TableLength<TLanes>();
                    p3 += TRows.Count > 3 ? TSums.TableLength<TLanes>() : 0;
                }
            }
        }

        End(0, part, output, target, last, a0, b0, c0, d0);
        End(1, part, output, target, last, a1, b1, c1, d1);
        End(2, part, output, target, last, a2, b2, c2, d2);
        End(3, part, output, target, last, a3, b3, c3, d3);
        End(4, part, output, target, last, a4, b4, c4, d4);
        End(5, part, output, target, last, a5, b5, c5, d5);
    }

    /// <summary>Writes the sums of a row, or what becomes of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End(
        int row, in LookUpPart part, in ProductOutput<TScale, TBias> output, float* target, int last, TLanes a, TLanes b, TLanes c, TLanes d)
    {
        if (row >= TRows.Count)
            return;
        target += row * part.OutputStride;
        StoreVector(0, a, part, output, target, last);
        if (TVectors.Count > 1)
            StoreVector(1, b, part, output, target, last);
        if (TVectors.Count > 2)
            StoreVector(2, c, part, output, target, last);
        if (TVectors.Count > 3)
            StoreVector(3, d, part, output, target, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadVector(int vector, float* target, int last) =>
        LaneAccess.Load<TLanes>(target + (vector * TLanes.Count), vector == TVectors.Count - 1 ? last : TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreVector(
        int vector, TLanes sum, in LookUpPart part, in ProductOutput<TScale, TBias> output, float* target, int last)
    {
        int first = vector * TLanes.Count, count = vector == TVectors.Count - 1 ? last : TLanes.Count;
        if (part.IsLast)
        {
            int column = part.OutputColumn + first;
            TLanes scale = output.Scale<TLanes>(column, count), bias = output.Bias<TLanes>(column, count);
            sum = ProductOutput<TScale, TBias>.Finish(sum, scale, bias);
        }
        LaneAccess.Store(sum, target + first, count);
    }
}
