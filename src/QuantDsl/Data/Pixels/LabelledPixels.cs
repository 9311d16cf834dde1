namespace QuantDsl.Data;

/// <summary>Images with their classes.</summary>
/// <param name="Pixels">The images.</param>
/// <param name="Labels">Their classes.</param>
internal sealed record LabelledPixels(PixelBlocks Pixels, List<long> Labels)
{
    public void Add(LabelledPixels other)
    {
        Pixels.Add(other.Pixels);
        Labels.AddRange(other.Labels);
    }
}
