using QuantDsl;

namespace Experiments.Data;

/// <summary>
/// A folder with the four files of MNIST, or drawn digits. One sixth of the training images is for validation, 10 000 of MNIST's 60 000.
/// </summary>
internal sealed class DigitFiles : DataSource
{
    private const int DrawnImages = 9600;
    private const int DrawnTestImages = 2000;

    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <inheritdoc/>
    protected override string? WithoutFolder => "drawn digits";

    /// <inheritdoc/>
    protected override string? Lack(string folder) =>
        Array.Find(Names, name => Without(folder, name.Replace("-idx", "?idx") + "*") is not null) is { } missing
            ? $"it has no {missing}"
            : null;

    /// <inheritdoc/>
    protected override ExperimentData Read(string? folder, long seed, ModelInfo model) =>
        Split(folder is null ? Dataset.DrawnDigits(DrawnImages, DrawnTestImages) : Dataset.FromIdxFolder(folder), parts: 6, seed);
}
