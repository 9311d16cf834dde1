namespace QuantDsl.Generators.Planning;

/// <summary>How the update of a model is cut for the blocks of a CUDA device.</summary>
internal sealed class CudaPlan
{
    /// <summary>Threads of a block.</summary>
    public const int Threads = 256;

    /// <summary>Values that a block moves at a time: four loads of 16 bytes a thread and stream.</summary>
    public const int TileSize = 4096;

    private readonly int[] _firstTiles;
    private readonly int[] _firstSlots;

    public CudaPlan(ModelPlan plan)
    {
        _firstTiles = new int[plan.Parameters.Count];
        _firstSlots = new int[plan.Parameters.Count];
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            _firstTiles[parameter.Index] = Tiles;
            _firstSlots[parameter.Index] = Slots;
            Tiles += TilesOf(parameter);
            if (parameter.Rows == 1)
                Slots += parameter.Scales;
            else
                Rows += parameter.Rows;
        }
        IsAlternating = plan.Parameters.Any(parameter => IsAlternatingBetween(parameter));
        SumsPerTile = 2 * Math.Max(1, plan.Quantizers.Select(quantizer => quantizer.ScalesPerRow).DefaultIfEmpty(1).Max());
    }

    /// <summary>Tiles of all parameters: blocks of the first launch.</summary>
    public int Tiles { get; }

    /// <summary>Rows with scales of their own, of all parameters.</summary>
    public int Rows { get; }

    /// <summary>Scales of whole parameters, which all blocks find together.</summary>
    public int Slots { get; }

    /// <summary>Whether blocks have to wait for each other in the second launch.</summary>
    public bool IsAlternating { get; }

    /// <summary>Sums that a tile leaves: numerator and denominator of each scale.</summary>
    public int SumsPerTile { get; }

    /// <summary>Sums of all tiles: of the first launch, and of the last turn and the one before.</summary>
    public int Sums => Tiles * SumsPerTile * (IsAlternating ? 3 : 1);

    /// <summary>Whether a scale of the whole parameter is found by turns over all its tiles.</summary>
    public static bool IsAlternatingBetween(ParameterPlan parameter) => parameter is { Rows: 1, Quantizer: { Bits: > 1, Exact: false } };

    public static int TilesOf(ParameterPlan parameter) => (parameter.Count + TileSize - 1) / TileSize;

    /// <summary>Number of a parameter's first tile.</summary>
    public int FirstTile(ParameterPlan parameter) => _firstTiles[parameter.Index];

    /// <summary>Number of its first scale among those of whole parameters.</summary>
    public int FirstSlot(ParameterPlan parameter) => _firstSlots[parameter.Index];
}
