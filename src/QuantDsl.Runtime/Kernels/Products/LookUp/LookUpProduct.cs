using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The product of a linear layer or a convolution by look-up; see <see cref="TapShape"/> for what is summed, and
/// <see cref="LookUpPanels{TSums}"/> for the weights. Each output is one sum over groups of terms in the order of taps and terms, from 0:
/// those of a group are added first, and their sum to the output's. Then α · sum + bias.
/// </summary>
/// <remarks>
/// The sums that a group can have are computed once for all columns, 64 of which need one look-up and one addition a vector. In a
/// convolution they serve all taps as well, from a ring of as many lines as the kernel has rows.
/// </remarks>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TSums">Which sums are looked up.</typeparam>
/// <typeparam name="TScale">α of each column, or none.</typeparam>
/// <typeparam name="TBias">The bias of each column, or none.</typeparam>
/// <typeparam name="TFactor">What each term is multiplied by, or none: α, where it belongs to the channels that are summed.</typeparam>
internal static unsafe class LookUpProduct<TLanes, TSums, TScale, TBias, TFactor>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSums : struct, ILookUpSums
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
    where TFactor : struct, IColumnValues
{
    /// <summary>What the tables of two rows are apart beyond their length: a cache line, so that they do not all meet in one set.</summary>
    private const int Gap = 16;

    /// <summary>Rows of a tile at most: with 4 vectors a row and as many of weights, 6 rows fill 29 registers of AVX-512.</summary>
    private static int LargestTile => TLanes.Count == 16 ? 6 : 4;

    /// <summary>Vectors of a tile's row at most.</summary>
    private static int MostVectors => TLanes.Count == 16 ? 4 : 2;

    /// <summary>Numbers of the tables that a convolution needs at the same time.</summary>
    public static long RingLength(in TapShape shape) => shape.Taps * LineLength(shape);

    /// <summary>Computes some panels of columns of some samples.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="weights">The packed weights, from panel 0 on.</param>
    /// <param name="target">The output of sample 0.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="factors">The factors of a pixel's channels.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="panels">Which panels.</param>
    /// <param name="samples">Which samples.</param>
    /// <param name="ring">Place of <see cref="RingLength"/> numbers; not used where no two output pixels read the same number.</param>
    public static void Run(
        in TapShape shape,
        float* input,
        byte* weights,
        float* target,
        in ProductOutput<TScale, TBias> output,
        TFactor factors,
        TSums sums,
        UnitRange panels,
        UnitRange samples,
        float* ring)
    {
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* x = input + ((nint)sample * shape.InputSampleStride), y = target + ((nint)sample * shape.OutputSampleStride);
            if (shape.HasOwnTerms)
                RunRows(shape, x, weights, y, output, factors, sums, panels);
            else
                RunLines(shape, x, weights, y, output, factors, sums, panels, ring);
        }
    }

    /// <summary>A product whose rows do not overlap: all samples of a linear layer.</summary>
    [SkipLocalsInit]
    private static void RunRows(
        in TapShape shape,
        float* input,
        byte* weights,
        float* target,
        in ProductOutput<TScale, TBias> output,
        TFactor factors,
        TSums sums,
        UnitRange panels)
    {
        nint rowStride = (TSums.PartLength / TSums.Group * TSums.TableLength<TLanes>()) + Gap;
        float* tables = stackalloc float[LargestTile * (int)rowStride];
        nint noOffset = 0;
        int wordsOfColumn = LookUpPanels<TSums>.Words(LookUpPanels<TSums>.GroupsOf(shape.Terms));
        var tiles = RowTiles.Of(shape.Pixels, LargestTile);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int rows = tiles.Rows(tile);
            float* x = input + *shape.Offsets + ((nint)tiles.Start(tile) * shape.InputPixelStride);
            float* y = target + ((nint)tiles.Start(tile) * shape.OutputPixelStride);
            for (int first = 0; first < shape.Terms; first += TSums.PartLength)
            {
                int terms = Math.Min(TSums.PartLength, shape.Terms - first);
                for (int row = 0; row < rows; row++)
                {
                    float* numbers = x + ((nint)row * shape.InputPixelStride) + first;
                    LookUpTables<TLanes, TSums, TFactor>.Write(sums, numbers, terms, factors, first, tables + (row * rowStride));
                }
                for (int panel = panels.Start; panel < panels.End; panel++)
                {
                    nint words = (((nint)panel * wordsOfColumn) + (first / LookUpPanels<TSums>.Word)) * LookUpPanels.Columns;
                    LookUpPart part = new()
                    {
                        Words = (uint*)weights + words,
                        OutputColumn = panel * LookUpPanels.Columns,
                        Columns = Math.Min(LookUpPanels.Columns, shape.Columns - (panel * LookUpPanels.Columns)),
                        Taps = 1,
                        Offsets = &noOffset,
                        Groups = LookUpPanels<TSums>.GroupsOf(terms),
                        RowStride = rowStride,
                        OutputStride = shape.OutputPixelStride,
                        IsFirst = first == 0,
                        IsLast = first + terms == shape.Terms,
                    };
                    RunPanel(rows, part, output, tables, y);
                }
            }
        }
    }

    /// <summary>A product whose pixels share numbers: a sample of a convolution.</summary>
    private static void RunLines(
        in TapShape shape,
        float* input,
        byte* weights,
        float* target,
        in ProductOutput<TScale, TBias> output,
        TFactor factors,
        TSums sums,
        UnitRange panels,
        float* ring)
    {
        nint* slots = stackalloc nint[shape.Taps]; // where the line begins in the input whose tables are there
        nint* offsets = stackalloc nint[shape.Taps]; // where those of a tap begin in the ring
        new Span<nint>(slots, shape.Taps).Fill(nint.MinValue);
        int pixelLength = LengthOfPixel(shape);
        int groups = shape.Terms / shape.Channels * LookUpPanels<TSums>.GroupsOf(shape.Channels);
        nint panelWords = (nint)shape.Taps * LookUpPanels<TSums>.Words(groups) * LookUpPanels.Columns;
        nint rowStride = shape.InputPixelStride / shape.Channels * pixelLength;
        var tiles = RowTiles.Of(shape.Pixels, LargestTile);
        for (int line = 0; line < shape.Lines; line++)
        {
            WriteLines(shape, line, input, factors, sums, slots, offsets, ring);
            float* y = target + ((nint)line * shape.OutputLineStride);
            for (int panel = panels.Start; panel < panels.End; panel++)
            {
                LookUpPart part = new()
                {
                    Words = (uint*)weights + (panel * panelWords),
                    OutputColumn = panel * LookUpPanels.Columns,
                    Columns = Math.Min(LookUpPanels.Columns, shape.Columns - (panel * LookUpPanels.Columns)),
                    Taps = shape.Taps,
                    Offsets = offsets,
                    Groups = groups,
                    RowStride = rowStride,
                    OutputStride = shape.OutputPixelStride,
                    IsFirst = true,
                    IsLast = true,
                };
                for (int tile = 0; tile < tiles.Count; tile++)
                {
                    int start = tiles.Start(tile);
                    RunPanel(tiles.Rows(tile), part, output, ring + (start * rowStride), y + ((nint)start * shape.OutputPixelStride));
                }
            }
        }
    }

    /// <summary>Numbers of the tables that a tap reads for a line.</summary>
    private static long LineLength(in TapShape shape) => (long)PixelsOfLine(shape) * LengthOfPixel(shape);

    /// <summary>Numbers of the tables of a pixel.</summary>
    private static int LengthOfPixel(in TapShape shape) => LookUpPanels<TSums>.GroupsOf(shape.Channels) * TSums.TableLength<TLanes>();

    /// <summary>Input pixels that a tap reads for a line.</summary>
    private static int PixelsOfLine(in TapShape shape) =>
        ((shape.Pixels - 1) * (shape.InputPixelStride / shape.Channels)) + (shape.Terms / shape.Channels);

    /// <summary>Writes the tables that the taps need for a line, in place of others, unless an earlier line needed them too.</summary>
    private static void WriteLines(
        in TapShape shape, int line, float* input, TFactor factors, TSums sums, nint* slots, nint* offsets, float* ring)
    {
        nint lineLength = (nint)LineLength(shape), start = (nint)line * shape.InputLineStride;
        for (int tap = 0; tap < shape.Taps; tap++)
        {
            nint begin = start + shape.Offsets[tap];
            int slot = new ReadOnlySpan<nint>(slots, shape.Taps).IndexOf(begin);
            if (slot < 0)
            {
                slot = Unneeded(shape, start, slots);
                slots[slot] = begin;
                int pixelLength = LengthOfPixel(shape), pixels = PixelsOfLine(shape);
                float* tables = ring + (slot * lineLength), numbers = input + begin;
                for (int pixel = 0; pixel < pixels; pixel++, numbers += shape.Channels, tables += pixelLength)
                    LookUpTables<TLanes, TSums, TFactor>.Write(sums, numbers, shape.Channels, factors, 0, tables);
            }
            offsets[tap] = slot * lineLength;
        }
    }

    /// <summary>A slot whose line no tap needs any more.</summary>
    private static int Unneeded(in TapShape shape, nint start, nint* slots)
    {
        for (int slot = 0; slot < shape.Taps; slot++)
        {
            if (slots[slot] == nint.MinValue || !new ReadOnlySpan<int>(shape.Offsets, shape.Taps).Contains((int)(slots[slot] - start)))
                return slot;
        }
        throw new InvalidOperationException("There are as many slots as taps, and a tap whose line none of them holds.");
    }

    /// <summary>Walks a panel in parts of a few vectors: with 512 bits there is one.</summary>
    private static void RunPanel(int rows, in LookUpPart panel, in ProductOutput<TScale, TBias> output, float* tables, float* target)
    {
        int width = MostVectors * TLanes.Count;
        for (int column = 0; column < panel.Columns; column += width)
        {
            LookUpPart part = panel with
            {
                Words = panel.Words + column,
                OutputColumn = panel.OutputColumn + column,
                Columns = Math.Min(width, panel.Columns - column),
            };
            float* to = target + part.OutputColumn;
            switch ((part.Columns + TLanes.Count - 1) / TLanes.Count)
            {
                case 1:
                    RunTile<Size1>(rows, part, output, tables, to);
                    break;
                case 2:
                    RunTile<Size2>(rows, part, output, tables, to);
                    break;
                case 3 when MostVectors == 4:
                    RunTile<Size3>(rows, part, output, tables, to);
                    break;
                case 4 when MostVectors == 4:
                    RunTile<Size4>(rows, part, output, tables, to);
                    break;
            }
        }
    }

    private static void RunTile<TVectors>(int rows, in LookUpPart part, in ProductOutput<TScale, TBias> output, float* tables, float* target)
        where TVectors : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                LookUpTile<TLanes, TSums, Size1, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            case 2:
                LookUpTile<TLanes, TSums, Size2, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            case 3:
                LookUpTile<TLanes, TSums, Size3, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            case 4:
                LookUpTile<TLanes, TSums, Size4, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            case 5 when LargestTile == 6:
                LookUpTile<TLanes, TSums, Size5, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            case 6 when LargestTile == 6:
                LookUpTile<TLanes, TSums, Size6, TVectors, TScale, TBias>.Run(part, output, tables, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows), rows, "A tile has 1 to 6 rows.");
        }
    }
}
