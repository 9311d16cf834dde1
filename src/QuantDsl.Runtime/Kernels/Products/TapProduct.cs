using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The product of a linear layer or a convolution, forward or with respect to the input, tile by tile; see <see cref="TapShape"/>.
/// Each output is one sum in the order of taps and terms, by fused multiply-add from 0, and then α · sum + bias.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TPanels">How the weights are packed.</typeparam>
/// <typeparam name="TScale">α of each column, or none.</typeparam>
/// <typeparam name="TBias">The bias of each column, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class TapProduct<TLanes, TPanels, TScale, TBias>
    where TLanes : unmanaged, ILanes<TLanes>
    where TPanels : struct, IPanels
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>Computes some panels of columns of some samples.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="weights">The packed weights, from panel 0 on.</param>
    /// <param name="target">The output of sample 0.</param>
    /// <param name="output">What becomes of the sums.</param>
    /// <param name="panels">Which panels.</param>
    /// <param name="samples">Which samples.</param>
    public static void Run(
        in TapShape shape,
        float* input,
        byte* weights,
        float* target,
        in ProductOutput<TScale, TBias> output,
        UnitRange panels,
        UnitRange samples)
    {
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* sampleInput = input + ((nint)sample * shape.InputSampleStride);
            float* sampleTarget = target + ((nint)sample * shape.OutputSampleStride);
            for (int panel = panels.Start; panel < panels.End; panel++)
            {
                byte* steps = weights + ((nint)panel * shape.Steps * TPanels.StepBytes);
                RunPanel(in shape, in output, steps, panel * Panels.Columns, sampleInput, sampleTarget);
            }
        }
    }

    /// <summary>Walks a panel in parts of two vectors: with 512 bits there is one.</summary>
    private static void RunPanel(
        in TapShape shape, in ProductOutput<TScale, TBias> output, byte* panel, int firstColumn, float* input, float* target)
    {
        int columns = Math.Min(Panels.Columns, shape.Columns - firstColumn);
        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            int outputColumn = firstColumn + column;
            PanelPart part = new()
            {
                Panel = panel,
                Column = column,
                OutputColumn = outputColumn,
                Columns = Math.Min(columns - column, 2 * TLanes.Count),
            };
            if (part.Columns > TLanes.Count)
                RunLines<Size2>(in shape, in part, in output, input, target + outputColumn);
            else
                RunLines<Size1>(in shape, in part, in output, input, target + outputColumn);
        }
    }

    private static void RunLines<TVectors>(
        in TapShape shape, in PanelPart part, in ProductOutput<TScale, TBias> output, float* input, float* target)
        where TVectors : struct, ITileSize
    {
        var tiles = RowTiles.Of(shape.Pixels, RowTiles.Largest(TLanes.Count));
        for (int line = 0; line < shape.Lines; line++)
        {
            float* lineInput = input + ((nint)line * shape.InputLineStride);
            float* lineTarget = target + ((nint)line * shape.OutputLineStride);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                float* x = lineInput + ((nint)tiles.Start(tile) * shape.InputPixelStride);
                float* y = lineTarget + ((nint)tiles.Start(tile) * shape.OutputPixelStride);
                RunTile<TVectors>(tiles.Rows(tile), in shape, in part, in output, x, y);
            }
        }
    }

    private static void RunTile<TVectors>(
        int rows, in TapShape shape, in PanelPart part, in ProductOutput<TScale, TBias> output, float* x, float* y)
        where TVectors : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                TapTile<TLanes, Size1, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 2:
                TapTile<TLanes, Size2, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 3:
                TapTile<TLanes, Size3, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 4:
                TapTile<TLanes, Size4, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 5:
                TapTile<TLanes, Size5, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 6:
                TapTile<TLanes, Size6, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 7 when TLanes.Count == 16:
                TapTile<TLanes, Size7, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 8 when TLanes.Count == 16:
                TapTile<TLanes, Size8, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 9 when TLanes.Count == 16:
                TapTile<TLanes, Size9, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 10 when TLanes.Count == 16:
                TapTile<TLanes, Size10, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 11 when TLanes.Count == 16:
                TapTile<TLanes, Size11, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 12 when TLanes.Count == 16:
                TapTile<TLanes, Size12, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 13 when TLanes.Count == 16:
                TapTile<TLanes, Size13, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            case 14 when TLanes.Count == 16:
                TapTile<TLanes, Size14, TVectors, TPanels, TScale, TBias>.Run(in shape, in part, in output, x, y);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows), rows, "A tile has 1 to 14 rows.");
        }
    }
}
