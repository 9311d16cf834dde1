namespace QuantDsl.Data;

/// <summary>Images and their labels.</summary>
/// <param name="Pixels">The images.</param>
/// <param name="Labels">Class of each image.</param>
internal sealed record LabelledPixels(PixelBlocks Pixels, List<int> Labels)
{
    public void Add(LabelledPixels other)
    {
        Pixels.Add(other.Pixels);
        Labels.AddRange(other.Labels);
    }
}
