using QuantDsl;

namespace Experiments.Data;

/// <summary>
/// A folder with SVHN's cropped digits, with the extra images if they are there. One hundredth of the training images is for validation.
/// </summary>
internal sealed class SvhnFiles : DataSource
{
    private const string Extra = "extra_32x32.mat";

    /// <inheritdoc/>
    public override Augmentation Augmentation { get; } = new() { CropPadding = 4 }; // a mirrored digit is not a digit

    /// <inheritdoc/>
    protected override string? Lack(string folder) => Without(folder, "train_32x32.mat") ?? Without(folder, "test_32x32.mat");

    /// <inheritdoc/>
    protected override ExperimentData Read(string? folder, long seed, ModelInfo model) =>
        Split(Dataset.FromSvhn(folder!, extra: File.Exists(Path.Combine(folder!, Extra))), parts: 100, seed);
}
