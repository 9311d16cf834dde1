using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A tile of a product of codes in registers: up to 4 rows and 4 vectors of columns, each sum in one accumulator, to which terms are added
/// in order by fused multiply-add. A code is looked up once for all rows.
/// </summary>
internal static unsafe class CodeTile<TLanes, TRows, TBits, TScale, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TRows : struct, ITileSize
    where TBits : struct, IBitWidth
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>Sums of a row.</summary>
    private static int RowLength => 4 * TLanes.Count;

    /// <summary>Computes the tile.</summary>
    /// <param name="part">Columns, codes and sizes.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="input">The tile's first row.</param>
    /// <param name="target">The tile's first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(in CodePart part, in ProductOutput<TScale, TBias> output, float* input, float* target)
    {
        TLanes a0 = TLanes.Zero, b0 = TLanes.Zero, c0 = TLanes.Zero, d0 = TLanes.Zero;
        TLanes a1 = TLanes.Zero, b1 = TLanes.Zero, c1 = TLanes.Zero, d1 = TLanes.Zero;
        TLanes a2 = TLanes.Zero, b2 = TLanes.Zero, c2 = TLanes.Zero, d2 = TLanes.Zero;
        TLanes a3 = TLanes.Zero, b3 = TLanes.Zero, c3 = TLanes.Zero, d3 = TLanes.Zero;
        uint* words = part.Words;
        float* table = part.Table;
        nint stride = part.InputStride;
        float* p = input;
        for (int left = part.Terms; left > 0; left -= CodePanels<TBits>.Word)
        {
            TLanes w0 = TLanes.Load((float*)words);
            TLanes w1 = TLanes.Load((float*)words + TLanes.Count);
            TLanes w2 = TLanes.Load((float*)words + (2 * TLanes.Count));
            TLanes w3 = TLanes.Load((float*)words + (3 * TLanes.Count));
            words += CodePanels<TBits>.Columns;
            for (int n = Math.Min(left, CodePanels<TBits>.Word); n > 0; n -= CodePanels<TBits>.CodesOfIndex)
            {
                TLanes v0 = TLanes.ChooseOf16(table, w0), v1 = TLanes.ChooseOf16(table, w1);
                TLanes v2 = TLanes.ChooseOf16(table, w2), v3 = TLanes.ChooseOf16(table, w3);
                TLanes x = TLanes.Broadcast(*p);
                a0 = TLanes.MultiplyAdd(x, v0, a0);
                b0 = TLanes.MultiplyAdd(x, v1, b0);
                c0 = TLanes.MultiplyAdd(x, v2, c0);
                d0 = TLanes.MultiplyAdd(x, v3, d0);
                if (TRows.Count > 1)
                {
                    x = TLanes.Broadcast(*(p + stride));
                    a1 = TLanes.MultiplyAdd(x, v0, a1);
                    b1 = TLanes.MultiplyAdd(x, v1, b1);
                    c1 = TLanes.MultiplyAdd(x, v2, c1);
                    d1 = TLanes.MultiplyAdd(x, v3, d1);
                }
                if (TRows.Count > 2)
                {
                    x = TLanes.Broadcast(*(p + (2 * stride)));
                    a2 = TLanes.MultiplyAdd(x, v0, a2);
                    b2 = TLanes.MultiplyAdd(x, v1, b2);
                    c2 = TLanes.MultiplyAdd(x, v2, c2);
                    d2 = TLanes.MultiplyAdd(x, v3, d2);
                }
                if (TRows.Count > 3)
                {
                    x = TLanes.Broadcast(*(p + (3 * stride)));
                    a3 = TLanes.MultiplyAdd(x, v0, a3);
                    b3 = TLanes.MultiplyAdd(x, v1, b3);
                    c3 = TLanes.MultiplyAdd(x, v2, c3);
                    d3 = TLanes.MultiplyAdd(x, v3, d3);
                }
                p++;
                if (CodePanels<TBits>.CodesOfIndex == 2 && n > 1) // the same bits choose two numbers, each from its table
                {
                    v0 = TLanes.ChooseOf16(table + CodePanels<TBits>.TableLength, w0);
                    v1 = TLanes.ChooseOf16(table + CodePanels<TBits>.TableLength, w1);
                    v2 = TLanes.ChooseOf16(table + CodePanels<TBits>.TableLength, w2);
                    v3 = TLanes.ChooseOf16(table + CodePanels<TBits>.TableLength, w3);
                    x = TLanes.Broadcast(*p);
                    a0 = TLanes.MultiplyAdd(x, v0, a0);
                    b0 = TLanes.MultiplyAdd(x, v1, b0);
                    c0 = TLanes.MultiplyAdd(x, v2, c0);
                    d0 = TLanes.MultiplyAdd(x, v3, d0);
                    if (TRows.Count > 1)
                    {
                        x = TLanes.Broadcast(*(p + stride));
                        a1 = TLanes.MultiplyAdd(x, v0, a1);
                        b1 = TLanes.MultiplyAdd(x, v1, b1);
                        c1 = TLanes.MultiplyAdd(x, v2, c1);
                        d1 = TLanes.MultiplyAdd(x, v3, d1);
                    }
                    if (TRows.Count > 2)
                    {
                        x = TLanes.Broadcast(*(p + (2 * stride)));
                        a2 = TLanes.MultiplyAdd(x, v0, a2);
                        b2 = TLanes.MultiplyAdd(x, v1, b2);
                        c2 = TLanes.MultiplyAdd(x, v2, c2);
                        d2 = TLanes.MultiplyAdd(x, v3, d2);
                    }
                    if (TRows.Count > 3)
                    {
                        x = TLanes.Broadcast(*(p + (3 * stride)));
                        a3 = TLanes.MultiplyAdd(x, v0, a3);
                        b3 = TLanes.MultiplyAdd(x, v1, b3);
                        c3 = TLanes.MultiplyAdd(x, v2, c3);
                        d3 = TLanes.MultiplyAdd(x, v3, d3);
                    }
                    p++;
                }
                w0 = TLanes.ShiftRightUInt32(w0, 4);
                w1 = TLanes.ShiftRightUInt32(w1, 4);
                w2 = TLanes.ShiftRightUInt32(w2, 4);
                w3 = TLanes.ShiftRightUInt32(w3, 4);
            }
        }

        float* sums = stackalloc float[TRows.Count * RowLength];
        TLanes.Store(a0, sums);
        TLanes.Store(b0, sums + TLanes.Count);
        TLanes.Store(c0, sums + (2 * TLanes.Count));
        TLanes.Store(d0, sums + (3 * TLanes.Count));
        if (TRows.Count > 1)
        {
            TLanes.Store(a1, sums + RowLength);
            TLanes.Store(b1, sums + RowLength + TLanes.Count);
            TLanes.Store(c1, sums + RowLength + (2 * TLanes.Count));
            TLanes.Store(d1, sums + RowLength + (3 * TLanes.Count));
        }
        if (TRows.Count > 2)
        {
            TLanes.Store(a2, sums + (2 * RowLength));
            TLanes.Store(b2, sums + (2 * RowLength) + TLanes.Count);
            TLanes.Store(c2, sums + (2 * RowLength) + (2 * TLanes.Count));
            TLanes.Store(d2, sums + (2 * RowLength) + (3 * TLanes.Count));
        }
        if (TRows.Count > 3)
        {
            TLanes.Store(a3, sums + (3 * RowLength));
            TLanes.Store(b3, sums + (3 * RowLength) + TLanes.Count);
            TLanes.Store(c3, sums + (3 * RowLength) + (2 * TLanes.Count));
            TLanes.Store(d3, sums + (3 * RowLength) + (3 * TLanes.Count));
        }
        Finish(part, output, sums, target);
    }

    /// <summary>
    /// Writes what becomes of the sums. From memory, in a loop: with all of it inline, the compiler would have more locals than it inlines for.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Finish(in CodePart part, in ProductOutput<TScale, TBias> output, float* sums, float* target)
    {
        for (int first = 0; first < part.Columns; first += TLanes.Count)
        {
            int column = part.OutputColumn + first, count = Math.Min(TLanes.Count, part.Columns - first);
            TLanes scale = output.Scale<TLanes>(column, count), bias = output.Bias<TLanes>(column, count);
            for (int row = 0; row < TRows.Count; row++)
            {
                TLanes sum = TLanes.Load(sums + (row * RowLength) + first);
                LaneAccess.Store(ProductOutput<TScale, TBias>.Finish(sum, scale, bias), target + (row * part.OutputStride) + first, count);
            }
        }
    }
}
