using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The tile of a product that tensor cores make (<c>TensorProducts.cuh</c>). Where there is none, the product is made by float32
/// fused multiply-add.
/// </summary>
/// <param name="Height">Its rows, in units of 64.</param>
/// <param name="Depth">Terms that are in shared memory at a time.</param>
/// <param name="Parts">Numbers of 8 bits that a float32 number is the sum of.</param>
internal sealed record TensorTile(int Height, int Depth, int Parts)
{
    /// <summary>How calls that use one begin to name it.</summary>
    public const string Type = "TensorTile<";

    private const int Side = DeviceConstants.TensorColumns; // of the smallest, which is as high as it is wide

    /// <summary>Outputs of a tile that must be used: with fewer, the tile of <c>Products.cuh</c>, which is half as wide, does as well.</summary>
    private const int FewestOutputs = Side * Side / 2;

    /// <summary>Terms that make it worth the while to fill a tile.</summary>
    private const int FewestTerms = 32;

    /// <summary>Tiles that occupy a large device, two for each of its multiprocessors.</summary>
    private const int ManyTiles = 256;

    /// <summary>In C++.</summary>
    public string Code => $"{Type}{Height}, {Depth}, {Parts}>";

    /// <summary>
    /// The tile of a product with weights, of which a block makes one: levels need less memory, so that more terms fit. Higher tiles read
    /// the weights less often, but only where there are enough of them.
    /// </summary>
    public static TensorTile? Of(long rows, long columns, long terms, bool hasLevels, PrecisionKind precision)
    {
        if (!Pays(rows, columns) || terms < FewestTerms)
            return null;
        var high = new TensorTile(2, 16, Parts: PartsOf(precision));
        return high.Tiles(rows, columns) >= ManyTiles ? high : Low(hasLevels, precision);
    }

    /// <summary>The same where a block makes all tiles of a sample.</summary>
    public static TensorTile? OfSample(long rows, long columns, long terms, bool hasLevels, PrecisionKind precision)
    {
        if (!Pays(rows, columns) || terms < FewestTerms)
            return null;
        var high = new TensorTile(2, 16, PartsOf(precision));
        TensorTile low = Low(hasLevels, precision);
        return high.Tiles(rows, columns) * 2 == low.Tiles(rows, columns) ? high : low;
    }

    /// <summary>The tile of ∂W, whose shards are added in registers: they hold no more than 64 rows.</summary>
    public static TensorTile? OfGradient(long rows, long columns, PrecisionKind precision) =>
        Pays(rows, columns) ? new(1, 16, PartsOf(precision)) : null;

    /// <summary>
    /// What tells how numbers are taken apart in a recurrence, whose blocks have 16 samples: at least half of them must be there, and a
    /// unit for each column of their warps.
    /// </summary>
    public static TensorTile? OfRecurrence(int samples, int units, PrecisionKind precision) =>
        samples >= 8 && units >= Side ? new(1, 16, PartsOf(precision)) : null;

    /// <summary>How many there are.</summary>
    public int Tiles(long rows, long columns) => (int)(Ceiling(rows, Side * Height) * Ceiling(columns, Side));

    private static TensorTile Low(bool hasLevels, PrecisionKind precision) => new(1, hasLevels ? 32 : 16, PartsOf(precision));

    private static bool Pays(long rows, long columns) => Math.Min(rows, Side) * Math.Min(columns, Side) >= FewestOutputs;

    private static int PartsOf(PrecisionKind precision) => precision switch
    {
        PrecisionKind.BFloat16 => 1,
        PrecisionKind.TensorFloat32 => 2,
        _ => 3,
    };

    private static long Ceiling(long count, int size) => (count + size - 1) / size;
}
