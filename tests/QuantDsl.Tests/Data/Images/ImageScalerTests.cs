using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

/// <summary>Scaling against a slow computation in double, pixel by pixel, from the definition of the filter.</summary>
public sealed class ImageScalerTests
{
    [Theory]
    [InlineData(50, 37, 16, 14)] // smaller
    [InlineData(37, 50, 16, 14)]
    [InlineData(9, 7, 32, 28)] // larger
    [InlineData(224, 224, 20, 20)]
    [InlineData(20, 20, 20, 20)] // as it is
    [InlineData(1, 300, 10, 7)]
    [InlineData(7, 3, 3, 1)]
    public void The_middle_agrees_with_the_definition(int width, int height, int shorterSide, int size)
    {
        DecodedImage image = Random(width, height, 3);
        byte[] planes = new byte[3 * size * size];
        ImageScaler.Middle(image, shorterSide, size, planes);

        int shorter = Math.Min(width, height);
        int scaledWidth = shorterSide * width / shorter, scaledHeight = shorterSide * height / shorter;
        int left = (int)Math.Round((scaledWidth - size) / 2.0), top = (int)Math.Round((scaledHeight - size) / 2.0);
        Agrees(image, 0, 0, width, height, scaledWidth, scaledHeight, left, top, size, planes);
    }

    [Theory]
    [InlineData(3, 5, 40, 21, 12)]
    [InlineData(0, 0, 60, 45, 12)]
    [InlineData(50, 40, 10, 5, 12)]
    [InlineData(59, 44, 1, 1, 4)]
    public void A_region_agrees_with_the_definition(int left, int top, int width, int height, int size)
    {
        foreach (int channels in new[] { 1, 3 })
        {
            DecodedImage image = Random(60, 45, channels);
            byte[] planes = new byte[channels * size * size];
            ImageScaler.Region(image, (left, top, width, height), size, planes);
            Agrees(image, left, top, width, height, size, size, 0, 0, size, planes);
        }
    }

    [Fact]
    public void An_image_of_the_right_size_is_not_changed()
    {
        DecodedImage image = Random(8, 8, 3);
        byte[] planes = new byte[3 * 64];
        ImageScaler.Middle(image, 8, 8, planes);
        for (int i = 0; i < planes.Length; i++)
            Assert.Equal(image.Pixels[(i % 64 * 3) + (i / 64)], planes[i]);
    }

    [Fact]
    public void Regions_lie_within_and_have_the_areas_and_proportions_that_are_allowed()
    {
        List<double> areas = [];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            (int left, int top, int width, int height) = new RandomRegion(0.08, seed).Choose(400, 300);
            Assert.True(left >= 0 && top >= 0 && left + width <= 400 && top + height <= 300);
            Assert.InRange((double)width / height, 0.74, 1.35);
            areas.Add(width * height / 120_000.0);
        }

        Assert.InRange(areas.Min(), 0.075, 0.1);
        Assert.InRange(areas.Max(), 0.85, 1);
        Assert.InRange(areas.Average(), 0.40, 0.56); // a little below the mean of .08 to 1: large ones often do not fit
        Assert.Equal((0, 2, 3, 4), new RandomRegion(1, 1).Choose(3, 8)); // no part of all the area has the proportions
    }

    private static DecodedImage Random(int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(5).NextBytes(pixels);
        return new DecodedImage(pixels, width, height, channels);
    }

    private static void Agrees(
        DecodedImage image, int left, int top, int width, int height, int scaledWidth, int scaledHeight,
        int startX, int startY, int size, byte[] planes)
    {
        double scaleX = (double)width / scaledWidth, scaleY = (double)height / scaledHeight;
        for (int i = 0; i < planes.Length; i++)
        {
            (int channel, int row, int column) = (i / (size * size), i / size % size, i % size);
            double centerX = (startX + column + .5) * scaleX, centerY = (startY + row + .5) * scaleY;
            double sum = 0, weights = 0;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double weight = Math.Max(0, 1 - (Math.Abs(x + .5 - centerX) / Math.Max(1, scaleX)))
                        * Math.Max(0, 1 - (Math.Abs(y + .5 - centerY) / Math.Max(1, scaleY)));
                    weights += weight;
                    if (weight > 0)
                        sum += weight * image.Pixels[(((top + y) * image.Width) + left + x) * image.Channels + channel];
                }
            }

            Assert.InRange(planes[i] - (sum / weights), -0.502, 0.502); // rounded once
        }
    }
}
