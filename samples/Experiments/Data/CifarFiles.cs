using QuantDsl;

namespace Experiments.Data;

/// <summary>
/// A folder with CIFAR-10's binary files or their archive. Images are normalised per channel; one tenth of the training images is for
/// validation.
/// </summary>
internal sealed class CifarFiles : DataSource
{
    /// <inheritdoc/>
    public override Augmentation Augmentation { get; } = new() { HorizontalFlip = true, CropPadding = 4 };

    /// <inheritdoc/>
    protected override string? Lack(string folder) => Without(folder, "cifar-10-binary.tar.gz", "cifar-10-batches-bin", "data_batch_1.bin");

    /// <inheritdoc/>
    protected override ExperimentData Read(string? folder, long seed, ModelInfo model) =>
        Split(Dataset.FromCifar10(folder!), parts: 10, seed);
}
