using QuantDsl.Tests.Data;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D10: images of the wanted size are taken as they are, and of a size that does not fit the option that sets it is named.</summary>
public sealed class ImageSizeTests : IDisposable
{
    private static readonly Normalization AsBytes = new(0, 1f / 255);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_of_the_wanted_size_is_taken_as_it_is()
    {
        Write(32, 32);
        using var data = Dataset.FromImageFolder(_folder.Path, new ImageFolderOptions { Size = 32, Normalization = AsBytes });

        Assert.Equal(Pixels(32, 32), First(data));
    }

    /// <summary>Who says how to scale is obeyed, and images of other sizes are scaled and cropped as those of ImageNet.</summary>
    [Theory]
    [InlineData(32, 32, 36)]
    [InlineData(33, 32, null)]
    public void Others_are_scaled(int width, int height, int? shorterSide)
    {
        Write(width, height);
        using var data = Dataset.FromImageFolder(
            _folder.Path, new ImageFolderOptions { Size = 32, ShorterSide = shorterSide, Normalization = AsBytes });
        using var scaled = Dataset.FromImageFolder(
            _folder.Path, new ImageFolderOptions { Size = 32, ShorterSide = 36, Normalization = AsBytes });

        Assert.Equal(First(scaled), First(data));
        Assert.NotEqual(Pixels(32, 32), First(data));
    }

    [Fact]
    public void A_size_that_does_not_fit_names_the_option()
    {
        Write(28, 28);
        using var model = new TinyMlp(seed: 1);
        using var data = Dataset.FromImageFolder(_folder.Path);
        using var small = Dataset.FromImageFolder(_folder.Path, new ImageFolderOptions { Size = 28 });

        Says(data, " has 3×224×224. Read it with new ImageFolderOptions { Size = 28, Grey = true }.");
        Says(small, " has 3×28×28. Read it with new ImageFolderOptions { Grey = true }.");
        using var right = Dataset.FromImageFolder(_folder.Path, new ImageFolderOptions { Size = 28, Grey = true });
        Assert.InRange(model.Evaluate(right), 0, 1);

        void Says(Dataset wrong, string what) =>
            Assert.EndsWith(what, Assert.Throws<ArgumentException>(() => model.Evaluate(wrong)).Message, StringComparison.Ordinal);
    }

    private void Write(int width, int height)
    {
        _folder.Write("a/1.png", ImageBytes.Noise(width, height, seed: 1));
        _folder.Write("b/2.png", ImageBytes.Noise(width, height, seed: 2));
    }

    private static float[] First(Dataset data)
    {
        data.Slice(0, 1, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        return [.. inputs.ToArray().Select(value => MathF.Round(value))];
    }

    /// <summary>The pixels of the first image, plane by plane.</summary>
    private static float[] Pixels(int width, int height)
    {
        var colours = new (int Red, int Green, int Blue)[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
                colours[(row * width) + column] = (37 + (row * 11) + (column * 3), 53 + (row * column), 11 + (row * 7));
        }
        return [.. Plane(colour => colour.Red), .. Plane(colour => colour.Green), .. Plane(colour => colour.Blue)];

        IEnumerable<float> Plane(Func<(int Red, int Green, int Blue), int> channel) =>
            colours.Select(colour => (float)(byte)channel(colour));
    }
}
