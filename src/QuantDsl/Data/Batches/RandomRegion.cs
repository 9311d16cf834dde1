namespace QuantDsl.Data;

/// <summary>A random part of an image whose size is not known yet.</summary>
/// <param name="MinimumArea">The smallest area, as a share of the image.</param>
/// <param name="Seed">What draws it.</param>
internal sealed record RandomRegion(double MinimumArea, ulong Seed)
{
    private const double Narrowest = 3.0 / 4;
    private const double Widest = 4.0 / 3;
    private const int Attempts = 10;

    public static RandomRegion Draw(Augmentation augmentation, ref SplitMix64 random) => new(augmentation.MinimumArea, random.Next());

    /// <summary>
    /// The part of an image of this size: of an area and proportions at random if some attempt lies within, otherwise the largest in the
    /// middle of allowed proportions, as torchvision's RandomResizedCrop does.
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
