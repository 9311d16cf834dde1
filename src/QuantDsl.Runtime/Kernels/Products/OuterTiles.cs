namespace QuantDsl.CompilerServices;

/// <summary>Chooses the tile of weight gradients for a number of rows and vectors.</summary>
internal static class OuterTiles<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    public static void Run(int rows, bool twoVectors, in OuterBlock block, in OuterTarget target)
    {
        if (twoVectors)
            Run<Size2>(rows, in block, in target);
        else
            Run<Size1>(rows, in block, in target);
    }

    private static void Run<TVectors>(int rows, in OuterBlock block, in OuterTarget target)
        where TVectors : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                OuterTile<TLanes, Size1, TVectors>.Run(in block, in target);
                break;
            case 2:
                OuterTile<TLanes, Size2, TVectors>.Run(in block, in target);
                break;
            case 3:
                OuterTile<TLanes, Size3, TVectors>.Run(in block, in target);
                break;
            case 4:
                OuterTile<TLanes, Size4, TVectors>.Run(in block, in target);
                break;
            case 5:
                OuterTile<TLanes, Size5, TVectors>.Run(in block, in target);
                break;
            case 6:
                OuterTile<TLanes, Size6, TVectors>.Run(in block, in target);
                break;
            case 7 when TLanes.Count == 16:
                OuterTile<TLanes, Size7, TVectors>.Run(in block, in target);
                break;
            case 8 when TLanes.Count == 16:
                OuterTile<TLanes, Size8, TVectors>.Run(in block, in target);
                break;
            case 9 when TLanes.Count == 16:
                OuterTile<TLanes, Size9, TVectors>.Run(in block, in target);
                break;
            case 10 when TLanes.Count == 16:
                OuterTile<TLanes, Size10, TVectors>.Run(in block, in target);
                break;
            case 11 when TLanes.Count == 16:
                OuterTile<TLanes, Size11, TVectors>.Run(in block, in target);
                break;
            case 12 when TLanes.Count == 16:
                OuterTile<TLanes, Size12, TVectors>.Run(in block, in target);
                break;
            case 13 when TLanes.Count == 16:
                OuterTile<TLanes, Size13, TVectors>.Run(in block, in target);
                break;
            case 14 when TLanes.Count == 16:
                OuterTile<TLanes, Size14, TVectors>.Run(in block, in target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows), rows, "A tile has 1 to 14 rows.");
        }
    }
}
