using QuantDsl;

namespace Experiments.Data;

/// <summary>
/// The folders train and val of ImageNet. As usual, val is the test set; one hundredth of the training images is for validation.
/// </summary>
internal sealed class ImageFolders : DataSource
{
    /// <inheritdoc/>
    public override Augmentation Augmentation { get; } = new() { HorizontalFlip = true, RandomResizedCrop = true };

    /// <inheritdoc/>
    protected override string? Lack(string folder) => Without(folder, "train") ?? Without(folder, "val", "validation", "valid", "test");

    /// <inheritdoc/>
    protected override ExperimentData Read(string? folder, long seed, ModelInfo model) =>
        Split(Dataset.FromImageFolders(folder!, new ImageFolderOptions { Size = model.InputShape[1] }), parts: 100, seed);
}
