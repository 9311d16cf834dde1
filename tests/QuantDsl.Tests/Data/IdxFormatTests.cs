using TorchSharp;

namespace QuantDsl.Tests.Data;

public sealed class IdxFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Reads_raw_and_gzip_told_by_content(bool gzipImages, bool gzipLabels)
    {
        byte[] images = IdxBytes.Images(6, 3, 4), labels = IdxBytes.Labels(6, 3);
        string imagesFile = _folder.Write("images.bin", gzipImages ? IdxBytes.Gzip(images) : images);
        string labelsFile = _folder.Write("labels.gz", gzipLabels ? IdxBytes.Gzip(labels) : labels);

        using var data = Dataset.FromIdx(imagesFile, labelsFile, new Normalization(0, 1));

        Assert.Equal(6, data.Count);
        Assert.Equal(3, data.Classes);
        Assert.Equal([1, 3, 4], data.InputShape);
        Assert.Equal([6, 1, 3, 4], data.Inputs.shape);
        Assert.Equal(torch.ScalarType.Float32, data.Inputs.dtype);
        Assert.Equal([0, 1, 2, 0, 1, 2], data.Labels.data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, 72).Select(pixel => (float)(pixel / 255.0)), data.Inputs.data<float>().ToArray());
        Assert.Equal("images.bin", data.Name);
    }

    [Fact]
    public void Reads_more_than_the_first_reservation()
    {
        byte[] images = IdxBytes.Images(3000, 28, 28);
        string imagesFile = _folder.Write("images", IdxBytes.Gzip(images));
        string labelsFile = _folder.Write("labels", IdxBytes.Labels(3000, 10));

        using var data = Dataset.FromIdx(imagesFile, labelsFile, new Normalization(0, 1 / 255f));

        float[] pixels = data.Inputs.data<float>().ToArray();
        Assert.Equal(3000 * 784, pixels.Length);
        for (int i = 0; i < pixels.Length; i++)
        {
            if (MathF.Round(pixels[i]) != i % 256)
                Assert.Fail($"Pixel {i}: expected {i % 256}, found {pixels[i]}.");
        }
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData("-", ".gz")]
    [InlineData(".", "")]
    [InlineData(".", ".gz")]
    public void Reads_a_folder_under_every_spelling(string separator, string extension)
    {
        WriteFolder(separator, extension, testLabels: IdxBytes.Labels(2, 2));

        (Dataset train, Dataset test) = Dataset.FromIdxFolder(_folder.Path);
        using (train)
        using (test)
        {
            Assert.Equal(10, train.Count);
            Assert.Equal(2, test.Count);
            Assert.Equal(5, train.Classes);
            Assert.Equal(5, test.Classes); // although the test labels only go to 1
            Assert.EndsWith(" train", train.Name, StringComparison.Ordinal);
            Assert.EndsWith(" test", test.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Test_set_uses_the_normalization_of_the_training_set()
    {
        WriteFolder("-", "", testLabels: IdxBytes.Labels(2, 2));

        (Dataset train, Dataset test) = Dataset.FromIdxFolder(_folder.Path);
        using (train)
        using (test)
        {
            Assert.NotNull(train.Normalization);
            Assert.Equal(train.Normalization, test.Normalization);
            float first = (float)((0 - (double)train.Normalization.Mean) / train.Normalization.StandardDeviation);
            Assert.Equal(first, test.Inputs.data<float>()[0]);
        }
    }

    [Fact]
    public void Folder_refuses_a_test_label_that_training_does_not_know()
    {
        WriteFolder("-", "", testLabels: IdxBytes.Of([2], [1, 5]));

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(_folder.Path));

        Assert.Contains("t10k-labels-idx1-ubyte: expected labels below 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("found 5 at position 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_refuses_test_images_of_another_size()
    {
        WriteFolder("-", "", testLabels: IdxBytes.Labels(2, 2));
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(2, 5, 4));

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(_folder.Path));

        Assert.Contains("expected images of 1×4×4 like the training images, found 1×5×4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_without_the_files_says_which_and_what_is_there()
    {
        _folder.Write("train-images-idx3-ubyte", IdxBytes.Images(2, 4, 4));
        _folder.Write("notes.txt", []);

        DatasetException error = Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(_folder.Path));

        Assert.StartsWith(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected the file train-labels-idx1-ubyte (or train-labels.idx1-ubyte", error.Message, StringComparison.Ordinal);
        Assert.Contains("found notes.txt, train-images-idx3-ubyte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_and_missing_folders_are_told_apart()
    {
        DatasetException empty = Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(_folder.Path));
        DatasetException missing = Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(Path.Combine(_folder.Path, "none")));

        Assert.Contains("found an empty folder", empty.Message, StringComparison.Ordinal);
        Assert.Contains("found no such folder", missing.Message, StringComparison.Ordinal);
    }

    private void WriteFolder(string separator, string extension, byte[] testLabels)
    {
        Write("train-images", "idx3-ubyte", IdxBytes.Images(10, 4, 4));
        Write("train-labels", "idx1-ubyte", IdxBytes.Labels(10, 5));
        Write("t10k-images", "idx3-ubyte", IdxBytes.Images(2, 4, 4));
        Write("t10k-labels", "idx1-ubyte", testLabels);

        void Write(string name, string format, byte[] bytes) =>
            _folder.Write(name + separator + format + extension, extension == ".gz" ? IdxBytes.Gzip(bytes) : bytes);
    }
}
