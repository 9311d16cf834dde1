namespace QuantDsl.CompilerServices;

/// <summary>
/// The forward product of a fully connected layer whose weights are codes of a few bits, which become numbers in registers: what is read
/// is as small as the file. The sums are those of <see cref="TapProduct{TLanes, TPanels, TScale, TBias}"/>, bit for bit.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TBits">Bits of a code.</typeparam>
/// <typeparam name="TScale">α of each column, or none.</typeparam>
/// <typeparam name="TBias">The bias of each column, or none.</typeparam>
internal static unsafe class CodeProduct<TLanes, TBits, TScale, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TBits : struct, IBitWidth
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>Rows of a tile at most: with 4 vectors a row, of codes and of weights, 4 rows fill 25 registers of AVX-512.</summary>
    private static int LargestTile => TLanes.Count == 16 ? 4 : 2;

    /// <summary>Computes some panels of columns of all rows.</summary>
    /// <param name="shape">Sizes; a row is a pixel.</param>
    /// <param name="input">The first row.</param>
    /// <param name="weights">The packed codes, from panel 0 on.</param>
    /// <param name="table">What codes stand for, from <see cref="CodeValues{TBits}"/>.</param>
    /// <param name="target">The first row of the output.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="panels">Which panels.</param>
    public static void Run(
        in TapShape shape,
        float* input,
        byte* weights,
        float* table,
        float* target,
        in ProductOutput<TScale, TBias> output,
        UnitRange panels)
    {
        nint panelBytes = (nint)CodePanels<TBits>.Bytes(shape.Terms);
        int width = 4 * TLanes.Count;
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int first = panel * CodePanels<TBits>.Columns, columns = Math.Min(CodePanels<TBits>.Columns, shape.Columns - first);
            for (int column = 0; column < columns; column += width)
            {
                CodePart part = new()
                {
                    Words = (uint*)(weights + (panel * panelBytes)) + column,
                    Table = table,
                    OutputColumn = first + column,
                    Columns = Math.Min(width, columns - column),
                    Terms = shape.Terms,
                    InputStride = shape.InputPixelStride,
                    OutputStride = shape.OutputPixelStride,
                };
                RunRows(shape.Pixels, part, output, input, target + first + column);
            }
        }
    }

    private static void RunRows(int count, in CodePart part, in ProductOutput<TScale, TBias> output, float* input, float* target)
    {
        var tiles = RowTiles.Of(count, LargestTile);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            float* x = input + (tiles.Start(tile) * part.InputStride), y = target + (tiles.Start(tile) * part.OutputStride);
            int rows = tiles.Rows(tile);
            switch (rows)
            {
                case 1:
                    CodeTile<TLanes, Size1, TBits, TScale, TBias>.Run(part, output, x, y);
                    break;
                case 2:
                    CodeTile<TLanes, Size2, TBits, TScale, TBias>.Run(part, output, x, y);
                    break;
                case 3 when LargestTile == 4:
                    CodeTile<TLanes, Size3, TBits, TScale, TBias>.Run(part, output, x, y);
                    break;
                case 4 when LargestTile == 4:
                    CodeTile<TLanes, Size4, TBits, TScale, TBias>.Run(part, output, x, y);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(count), rows, "A tile has 1 to 4 rows.");
            }
        }
    }
}
