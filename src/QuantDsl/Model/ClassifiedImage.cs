namespace QuantDsl;

/// <summary>What a model takes the image in a file for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Classification">Its class, with probability and name.</param>
public readonly record struct ClassifiedImage(string Path, Classification Classification)
{
    /// <summary>In words, the same in every culture: <c>photos/a.jpg: class 3 (cat), probability 0.981</c>.</summary>
    public override string ToString() => $"{Path}: {Classification}";
}
