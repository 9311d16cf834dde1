using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Constants of the templates by which launches are cut into blocks, under their names there; a test compares them.</summary>
internal static class DeviceConstants
{
    /// <summary>Threads of a block.</summary>
    public const int Threads = 256;

    /// <summary>Rows of a tile of float32 products.</summary>
    public const int TileRows = 64;

    /// <summary>Columns of a tile of float32 products.</summary>
    public const int TileColumns = 32;

    /// <summary>Columns of a tile of tensor cores.</summary>
    public const int TensorColumns = 64;

    /// <summary>Channels whose moments a block finds.</summary>
    public const int ChannelsOfBlock = 32;

    /// <summary>Shards of a batch.</summary>
    public const int ShardCount = WeightGradient.Shards;
}
