
namespace QuantDsl.Tests.Data;

/// <summary>Whatever is wrong with a file, the answer is a DatasetException that names it.</summary>
public sealed class IdxDamageTests : IDisposable
{
    private static readonly byte[] GoodImages = IdxBytes.Images(4, 3, 5);
    private static readonly byte[] GoodLabels = IdxBytes.Labels(4, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Empty_file() => Refused([], "expected an IDX file of images, found an empty file", "fetch it again");

    [Fact]
    public void Bad_magic() =>
        Refused("PK\u0003\u0004 and more"u8.ToArray(), "expected the magic number 00000803 of images, found 504B0304", "not an IDX file");

    [Fact]
    public void Wrong_type() =>
        Refused([.. IdxBytes.Header([4, 3, 5], type: 0x0D), .. new byte[240]], "found 00000D03, type 0x0D", "convert the file");

    [Fact]
    public void Wrong_axes() => Refused(GoodLabels, "found 00000801, 1 axis instead of 3", "not swapped");

    [Fact]
    public void Exchanged_files()
    {
        string images = _folder.Write("images", GoodImages), labels = _folder.Write("labels", GoodLabels);

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdx(labels, images));

        Assert.StartsWith(
            $"{images}: expected the magic number 00000801 of labels, found 00000803, 3 axes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated() => Refused(GoodImages[..^1], "expected 60 bytes of images after the header, found 59");

    [Fact]
    public void Truncated_gzip() => Refused(IdxBytes.Gzip(GoodImages)[..^12], "fetch it again");

    [Fact]
    public void Truncated_before_packing() =>
        Refused(IdxBytes.Gzip(GoodImages[..^1]), "expected 60 bytes of images after the header, found 59");

    [Fact]
    public void Trailing_byte() => Refused([.. GoodImages, 0], "to end after the 60 bytes", "found more bytes");

    [Fact]
    public void Trailing_byte_in_gzip() => Refused(IdxBytes.Gzip([.. GoodImages, 0]), "to end after the 60 bytes", "found more bytes");

    [Fact]
    public void Gzip_that_does_not_unpack()
    {
        byte[] packed = IdxBytes.Gzip(GoodImages);
        packed[12] ^= 0xFF;
        Refused(packed, "fetch it again");
    }

    [Fact]
    public void Gzip_with_wrong_checksum()
    {
        byte[] packed = IdxBytes.Gzip(GoodImages);
        packed[^8] ^= 1;
        Refused(packed, "expected an IDX file of images, intact", "fetch it again");
    }

    [Fact]
    public void Trailing_bytes_after_gzip() =>
        Refused([.. IdxBytes.Gzip(GoodImages), 1, 2, 3, 4], "ends with the length of its content, 76");

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Impossible_axis(uint length) =>
        Refused(IdxBytes.Header([4, length, 5]), "expected axis 1 of the images to be between 1 and");

    [Fact]
    public void Absurd_header_is_refused_before_memory_is_reserved()
    {
        byte[] absurd = [.. IdxBytes.Header([60000, 32000, 32000]), .. new byte[100]];
        byte[] packed = IdxBytes.Gzip([.. IdxBytes.Header([1, 1000, 1900]), .. new byte[5000]]);
        byte[] packedAbsurd = IdxBytes.Gzip(absurd);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(absurd, "60,000 × 32,000 × 32,000 bytes of images, as its header announces", "can hold at most 116 bytes");
        Refused(packed, "images");
        Refused(packedAbsurd, "60,000 × 32,000 × 32,000 bytes of images");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Zip_bomb_header_reserves_only_what_arrives()
    {
        // 1.9 MB of zeros pack into 2 kB: the header's 1.91 MB might be in the file, and only the data can decide.
        byte[] packed = IdxBytes.Gzip([.. IdxBytes.Header([1910, 1000, 1]), .. new byte[1_900_000]]);
        Refused(packed, "expected 1,910,000 bytes of images after the header, found 1,900,000");
    }

    [Fact]
    public void Counts_that_differ()
    {
        string images = _folder.Write("images", GoodImages), labels = _folder.Write("labels", IdxBytes.Labels(3, 2));

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdx(images, labels));

        Assert.StartsWith(
            $"{images}: expected as many images as {labels} has labels, 3, found 4 images. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_and_folder_instead_of_a_file()
    {
        string labels = _folder.Write("labels", GoodLabels), missing = Path.Combine(_folder.Path, "none");

        DatasetException none = Assert.Throws<DatasetException>(() => Dataset.FromIdx(missing, labels));
        DatasetException folder = Assert.Throws<DatasetException>(() => Dataset.FromIdx(_folder.Path, labels));
        DatasetException noFolder = Assert.Throws<DatasetException>(() => Dataset.FromIdx(Path.Combine(missing, "images"), labels));
        DatasetException noName = Assert.Throws<DatasetException>(() => Dataset.FromIdx("", labels));

        Assert.StartsWith($"{missing}: expected an IDX file of images, found no such file. ", none.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_folder.Path}: expected an IDX file of images that can be read", folder.Message, StringComparison.Ordinal);
        Assert.Contains("found no such file", noFolder.Message, StringComparison.Ordinal);
        Assert.Contains("IDX file of images that can be read", noName.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_one_value() => Refused(IdxBytes.Of([4, 3, 5], new byte[60]), "60 pixels that all have the value 0");

    [Fact]
    public void Label_beyond_the_given_classes()
    {
        string images = _folder.Write("images", GoodImages), labels = _folder.Write("labels", IdxBytes.Of([4], [0, 1, 7, 1]));

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdx(images, labels, classes: 5));

        Assert.StartsWith(
            $"{labels}: expected labels below 5, the number of classes, found 7 at position 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Truncated_at_every_byte(bool gzip, bool cutLabels)
    {
        byte[] whole = cutLabels ? GoodLabels : GoodImages;
        byte[] bytes = gzip ? IdxBytes.Gzip(whole) : whole;
        string images = _folder.Write("images", GoodImages), labels = _folder.Write("labels", GoodLabels);

        for (int length = 0; length < bytes.Length; length++)
        {
            string cut = _folder.Write("cut", bytes[..length]);
            Exception? error = Record.Exception(() => Dataset.FromIdx(cutLabels ? images : cut, cutLabels ? cut : labels).Dispose());
            if (error is not DatasetException)
                Assert.Fail($"Cut after {length} of {bytes.Length} bytes: {error?.ToString() ?? "no error"}");
            Assert.StartsWith(cut, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_changed_byte_gives_data_or_a_dataset_exception()
    {
        string labels = _folder.Write("labels", GoodLabels);
        byte[] packed = IdxBytes.Gzip(GoodImages);
        foreach (byte[] bytes in new[] { GoodImages, packed })
        {
            for (int place = 0; place < bytes.Length; place++)
            {
                byte[] changed = [.. bytes];
                changed[place] ^= 0x55;
                string images = _folder.Write("images", changed);
                Exception? error = Record.Exception(() => Dataset.FromIdx(images, labels).Dispose());
                Assert.True(error is null or DatasetException, $"Changed at {place} of {bytes.Length}: {error}");
                if (ReferenceEquals(bytes, GoodImages) && place < 16)
                    Assert.True(error is not null, $"The changed header byte {place} was not noticed.");
            }
        }
    }

    private void Refused(byte[] images, params string[] parts)
    {
        string imagesFile = _folder.Write("images", images), labelsFile = _folder.Write("labels", GoodLabels);

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdx(imagesFile, labelsFile));

        Assert.Contains(Path.GetFileName(imagesFile), error.Message, StringComparison.Ordinal);
        Assert.Contains("expected", error.Message, StringComparison.Ordinal);
        Assert.Contains(", found ", error.Message, StringComparison.Ordinal);
        foreach (string part in parts)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
