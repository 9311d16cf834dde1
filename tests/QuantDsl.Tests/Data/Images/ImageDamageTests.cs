using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

/// <summary>Whatever is wrong with an image, the answer is an image or a DatasetException that names it, and it comes soon.</summary>
public sealed class ImageDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_told_by_content()
    {
        DecodedImage png = ImageDecoder.Read(_folder.Write("a.jpg", ImageBytes.Plain(5, 4, 9)), 3);
        DecodedImage jpeg = ImageDecoder.Read(_folder.Write("a.png", ImageBytes.Jpeg()), 1);

        Assert.Equal((5, 4, 3), (png.Width, png.Height, png.Channels));
        Assert.All(png.Pixels, pixel => Assert.Equal(9, pixel));
        Assert.Equal((24, 16, 24 * 16), (jpeg.Width, jpeg.Height, jpeg.Pixels.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_image_cut_anywhere_is_refused(bool jpeg)
    {
        byte[] whole = jpeg ? ImageBytes.Jpeg() : ImageBytes.Noise(24, 16, 1);
        byte[] pixels = ImageDecoder.Read(_folder.Write("whole", whole), 3).Pixels;
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("cut", whole[..length]);
            DecodedImage? image = null;
            bool refused = Refusal.OfBytes(() => image = ImageDecoder.Read(path, 3), path, $"cut after {length}");

            // Without the last bytes, which only say that it ends, the image is whole.
            bool rightly = refused || (length >= whole.Length - 12 && image!.Pixels.SequenceEqual(pixels));
            Assert.True(rightly, $"Cut after {length} of {whole.Length}: no error");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_changed_bytes_give_an_image_or_an_error(bool jpeg)
    {
        byte[] whole = jpeg ? ImageBytes.Jpeg() : ImageBytes.Noise(24, 16, 1);
        byte[] pixels = ImageDecoder.Read(_folder.Write("whole", whole), 3).Pixels;
        Random random = new(11);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
                changed[random.Next(whole.Length)] = (byte)random.Next(256);
            string path = _folder.Write("changed", changed);
            DecodedImage? image = null;
            bool isRefused = Refusal.OfBytes(() => image = ImageDecoder.Read(path, 3), path, $"change {i}");
            refused += isRefused ? 1 : 0;
            Assert.True(jpeg || isRefused || image!.Pixels.SequenceEqual(pixels), $"change {i}: a wrong pixel"); // JPEG has no checksums
        }

        Assert.InRange(refused, jpeg ? 300 : 2900, jpeg ? 2900 : 3000);
    }

    [Fact]
    public void A_segment_that_points_beyond_the_end_does_not_hang_the_decoder()
    {
        byte[] changed = ImageBytes.Jpeg();
        changed[4] = 0x7E; // the length of the first segment
        string path = _folder.Write("x.jpg", changed);

        Refusal.Of(() => ImageDecoder.Read(path, 3), path, "it ends too early");
    }

    [Fact]
    public void An_absurd_size_is_refused_before_memory_is_reserved()
    {
        byte[] changed = ImageBytes.Plain(8, 8, 1);
        (changed[17], changed[21]) = (0xFF, 0xFF); // 16 million each
        string path = _folder.Write("x.png", changed);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of(() => ImageDecoder.Read(path, 3), path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Missing_and_empty_files_are_named()
    {
        Refusal.Of(() => ImageDecoder.Read(_folder.File("none.png"), 3), "none.png", "found no such file");
        Refusal.Of(() => ImageDecoder.Read(_folder.Write("empty.png", ""), 3), "empty.png", "found an empty file");
        Refusal.Of(() => ImageDecoder.Read(_folder.Write("text.png", "some text"), 3), "text.png", "another format");
    }
}
