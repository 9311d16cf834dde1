using QuantDsl;

namespace Experiments.Data;

/// <summary>
/// A folder with the three files of the Penn Treebank (<c>*train*.txt</c>, <c>*valid*.txt</c>, <c>*test*.txt</c>) or with one text, whose
/// last tenth is for testing and the tenth before it for validation. The split is the same for all seeds.
/// </summary>
internal sealed class TextFiles : DataSource
{
    private static readonly string[] Parts = ["*train*.txt", "*valid*.txt", "*test*.txt"];

    /// <inheritdoc/>
    protected override string? Lack(string folder) => Without(folder, "*.txt") ?? (HasParts(folder) || Texts(folder).Length == 1
        ? null
        : "it has several texts, but not one each of " + string.Join(", ", Parts));

    /// <inheritdoc/>
    protected override ExperimentData Read(string? folder, long seed, ModelInfo model)
    {
        int length = model.InputShape[0];
        TextData text = HasParts(folder!)
            ? Dataset.FromTextFiles(Only(folder!, Parts[0])!, Only(folder!, Parts[1])!, Only(folder!, Parts[2])!, length)
            : Dataset.FromTextFile(Texts(folder!).Single(), length);
        return new ExperimentData("", text.Train, text.Validation, text.Test, DataDigest.OfTokens(text.Train, text.Validation, text.Test));
    }

    private static bool HasParts(string folder) => Array.TrueForAll(Parts, part => Only(folder, part) is not null);

    private static string? Only(string folder, string pattern) => Directory.GetFiles(folder, pattern) is [var file] ? file : null;

    private static string[] Texts(string folder) => Directory.GetFiles(folder, "*.txt");
}
