namespace QuantDsl.Data;

/// <summary>A random region of an image whose size is not yet known.</summary>
/// <param name="MinimumArea">Smallest area as a fraction of the image.</param>
/// <param name="Seed">Seed of the random choice.</param>
internal sealed record RandomRegion(double MinimumArea, ulong Seed)
{
    private const double Narrowest = 3.0 / 4;
    private const double Widest = 4.0 / 3;
    private const int Attempts = 10;

    public static RandomRegion Draw(Augmentation augmentation, ref SplitMix64 random) => new(augmentation.MinimumArea, random.Next());

    /// <summary>
    /// Chooses the region in an image of this size as torchvision's <c>RandomResizedCrop</c> does: the first of ten attempts with random
    /// area and aspect ratio that fits, otherwise the largest centered region with an allowed aspect ratio.
    /// </summary>
    public (int Left, int Top, int Width, int Height) Choose(int width, int height)
    {
        var random = new SplitMix64(Seed);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = (double)width * height * (MinimumArea + ((1 - MinimumArea) * random.NextUnit()));
            double proportions = Narrowest * Math.Pow(Widest / Narrowest, random.NextUnit());
            long regionWidth = (long)Math.Round(Math.Sqrt(area * proportions));
            long regionHeight = (long)Math.Round(Math.Sqrt(area / proportions));
            if (regionWidth < 1 || regionWidth > width || regionHeight < 1 || regionHeight > height)
                continue;
            int left = (int)random.NextBelow(width - regionWidth + 1);
            int top = (int)random.NextBelow(height - regionHeight + 1);
            return (left, top, (int)regionWidth, (int)regionHeight);
        }

        int mostWidth = Math.Clamp((int)Math.Round(height * Widest), 1, width);
        int mostHeight = Math.Clamp((int)Math.Round(width / Narrowest), 1, height);
        return ((width - mostWidth) / 2, (height - mostHeight) / 2, mostWidth, mostHeight);
    }
}
