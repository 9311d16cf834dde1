using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private const string Archive = "cifar-10-binary.tar.gz";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_images_labels_and_names_of_a_folder()
    {
        WriteTen("");
        (Dataset train, Dataset test) = Dataset.FromCifar10(_folder.Path);
        using (train)
        using (test)
        {
            Assert.Equal("CIFAR-10 train: 10 examples of 3×32×32 in 10 classes", train.ToString());
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], train.Labels.data<long>().ToArray());
            Assert.Equal([0, 1, 2], test.Labels.data<long>().ToArray());
            Assert.Equal("truck", train.ClassNames![9]);
            Assert.Equal(train.Normalization, test.Normalization);
            Pixels(train, 0);
            Pixels(test, 10);
        }
    }

    [Fact]
    public void Reads_the_archive_wherever_it_is()
    {
        byte[] archive = CifarBytes.Archive("cifar-10-batches-bin", CifarBytes.Ten());
        string file = _folder.Write($"a/{Archive}", archive);
        WriteTen("b/cifar-10-batches-bin/");

        foreach (string path in new[] { file, _folder.File("a"), _folder.File("b"), _folder.File("b/cifar-10-batches-bin") })
            ReadTen(path);
    }

    [Theory]
    [InlineData(false, 100, new long[] { 40, 41, 42, 43 }, new long[] { 98, 99, 0 })]
    [InlineData(true, 20, new long[] { 0, 1, 2, 3 }, new long[] { 18, 19, 0 })]
    public void Hundred_classes_or_twenty(bool coarse, int classes, long[] trainLabels, long[] testLabels)
    {
        foreach ((string name, byte[] bytes) in CifarBytes.Hundred())
            _folder.Write(name, bytes);
        (Dataset train, Dataset test) = Dataset.FromCifar100(_folder.Path, coarse);
        using (train)
        using (test)
        {
            Assert.Equal(classes, train.Classes);
            Assert.Equal(trainLabels, train.Labels.data<long>().ToArray());
            Assert.Equal(testLabels, test.Labels.data<long>().ToArray());
            Assert.Null(train.ClassNames);
            Pixels(train, 40);
            Pixels(test, 98);
        }
    }

    [Fact]
    public void Normalises_every_channel_by_the_training_images()
    {
        WriteTen("");
        (Dataset train, Dataset test) = Dataset.FromCifar10(_folder.Path);
        test.Dispose();
        using (train)
        {
            train.Slice(0, 10, out Tensor inputs, out Tensor labels);
            using (inputs)
            using (labels)
            using (Tensor mean = inputs.mean([0, 2, 3]))
            using (Tensor deviation = inputs.std([0, 2, 3], unbiased: false))
            {
                Assert.All(mean.data<float>().ToArray(), value => Assert.Equal(0, value, 1e-5));
                Assert.All(deviation.data<float>().ToArray(), value => Assert.Equal(1, value, 1e-5));
            }
        }
    }

    [Fact]
    public void Copies_in_an_archive_are_not_taken_for_the_files()
    {
        Dictionary<string, byte[]> copies = CifarBytes.Ten(), wrong = new()
        {
            ["copy/data_batch_1.bin"] = CifarBytes.Record([3], 99),
            ["cifar-10-batches-bin/copy/test_batch.bin"] = CifarBytes.Record([4], 98),
        };
        foreach ((string name, byte[] bytes) in copies)
            wrong[$"cifar-10-batches-bin/{name}"] = bytes;
        CheckTen(Dataset.FromCifar10(_folder.Write("a.tar.gz", CifarBytes.Archive(".", wrong))));
        wrong = wrong.Where(file => file.Key.Contains("copy/")).ToDictionary();
        foreach ((string name, byte[] bytes) in copies)
            wrong[$"one/{name}"] = wrong[$"two/{name}"] = bytes;
        string twice = _folder.Write("b.tar.gz", CifarBytes.Archive(".", wrong));
        Refusal.Of(() => Dataset.FromCifar10(twice), "in one folder", "one", "two", "Remove the copies");
    }

    [Fact]
    public void Archives_are_told_apart_by_content()
    {
        byte[] packed = CifarBytes.Archive("cifar-10-batches-bin", CifarBytes.Ten());
        using var unpacked = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        CheckTen(Dataset.FromCifar10(_folder.Write("cifar.tar", unpacked.ToArray())));
        string path = _folder.Write("cifar.zip", [(byte)'P', (byte)'K', 3, 4, .. new byte[600]]);
        Refusal.Of(() => Dataset.FromCifar10(path), path, "found another kind of file", "unpack it and give the folder");
    }

    private static void CheckTen((Dataset Train, Dataset Test) data)
    {
        using (data.Train)
        using (data.Test)
        {
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], data.Train.SliceLabels(0, 10).ToArray());
            Assert.Equal([0, 1, 2], data.Test.SliceLabels(0, 3).ToArray());
        }
    }

    [Fact]
    public void A_constant_channel_needs_a_normalization_by_hand()
    {
        foreach ((string name, byte[] bytes) in CifarBytes.Ten())
        {
            for (int start = 1; name.EndsWith(".bin", StringComparison.Ordinal) && start < bytes.Length; start += 1 + CifarBytes.Pixels)
                bytes.AsSpan(start, 1024).Fill(7); // red
            _folder.Write(name, bytes);
        }
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), "give a normalization yourself", "Normalization.ToMinusOneToOne");
        CheckTen(Dataset.FromCifar10(_folder.Path, Normalization.ToMinusOneToOne));
    }

    [Fact]
    public void A_label_beyond_the_classes_names_file_and_byte()
    {
        WriteTen("");
        byte[] bad = [.. CifarBytes.Record([3], 0), .. CifarBytes.Record([10], 1)];
        string path = _folder.Write("data_batch_3.bin", bad);

        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), path, "labels below 10", "found 10 at byte 3073");
    }

    [Fact]
    public void Files_that_are_missing_empty_or_of_another_kind()
    {
        Refusal.Of(() => Dataset.FromCifar10(_folder.File("none")), _folder.File("none"), "found no such file or folder");
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), _folder.Path, "the file data_batch_1.bin", Archive);
        WriteTen("");
        File.Delete(_folder.File("data_batch_4.bin"));
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), "the file data_batch_4.bin");
        Refusal.Of(() => Dataset.FromCifar10(_folder.Write("x.bin", new byte[100])), _folder.File("x.bin"), "archive");
        _folder.Write("data_batch_4.bin", []);
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), "data_batch_4.bin", "found 0 bytes");
        _folder.Write("data_batch_4.bin", CifarBytes.Record([1, 2], 3));
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), "data_batch_4.bin", "whole records of 3073 bytes", "found 3,074 bytes");
        WriteTen("");
        _folder.Write("batches.meta.txt", "cat\ndog\n");
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path), "batches.meta.txt", "10 class names, found 2");
        Refusal.Of(() => Dataset.FromCifar10(_folder.Path, Normalization.PerChannel(new(0, 1), new(0, 1))), "CIFAR-10", "found one for 2");
    }

    [Fact]
    public void An_archive_without_a_file_is_refused()
    {
        Dictionary<string, byte[]> files = CifarBytes.Ten();
        files.Remove("test_batch.bin");
        string path = _folder.Write(Archive, CifarBytes.Archive("cifar-10-batches-bin", files));

        Refusal.Of(() => Dataset.FromCifar10(path), path, "the file test_batch.bin of CIFAR-10, found no such file");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        WriteTen("");
        byte[] whole = CifarBytes.Ten()["test_batch.bin"];
        for (int length = 0; length < whole.Length; length += 97)
        {
            if (length % 3073 == 0 && length > 0)
                continue; // a whole number of images is a smaller test set
            string path = _folder.Write("test_batch.bin", whole[..length]);
            Assert.True(
                Refusal.OfBytes(() => Dataset.FromCifar10(_folder.Path), path, $"cut after {length}"), $"Cut after {length}: no error");
        }
    }

    [Fact]
    public void An_archive_cut_anywhere_is_refused_or_has_all_images()
    {
        byte[] whole = CifarBytes.Archive("cifar-10-batches-bin", CifarBytes.Ten());
        for (int length = 0; length < whole.Length; length += length > whole.Length - 60 ? 1 : 1 + (whole.Length / 120))
        {
            string path = _folder.Write(Archive, whole[..length]);
            bool refused = Refusal.OfBytes(() => Dataset.FromCifar10(path), path, $"cut after {length}");

            // Behind the last file there are zeros to a round length and the checksum: some 30 bytes, packed.
            Assert.True(refused || length > whole.Length - 40, $"Cut after {length} of {whole.Length}: no error");
            if (refused)
                continue;
            (Dataset train, Dataset test) = Dataset.FromCifar10(path);
            Pixels(train, 0);
            Pixels(test, 10);
            train.Dispose();
            test.Dispose();
        }
    }

    [Fact]
    public void Any_changed_byte_of_an_archive_gives_the_same_data_or_an_error_that_names_it()
    {
        byte[] whole = CifarBytes.Archive("cifar-10-batches-bin", CifarBytes.Ten());
        int refused = 0, changes = 0;
        for (int place = 0; place < whole.Length; place += 1 + (whole.Length / 120), changes++)
        {
            byte[] changed = [.. whole];
            changed[place] ^= 0x55;
            string path = _folder.Write(Archive, changed);
            refused += Refusal.OfBytes(() => ReadTen(path), path, $"changed at {place}") ? 1 : 0;
        }

        // Nothing sees a change of the header's date, or a change after which what is unpacked is the same: zeros copied from elsewhere.
        Assert.InRange(refused, changes * 9 / 10, changes);
    }

    private static void ReadTen(string path)
    {
        (Dataset train, Dataset test) = Dataset.FromCifar10(path, Normalization.ToMinusOneToOne);
        using (train)
        using (test)
        {
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], train.Labels.data<long>().ToArray());
            Assert.Equal([0, 1, 2], test.Labels.data<long>().ToArray());
            Assert.Equal("airplane", test.ClassNames![0]);
            Pixels(train, 0);
            Pixels(test, 10);
        }
    }

    private void WriteTen(string folder)
    {
        foreach ((string name, byte[] bytes) in CifarBytes.Ten())
            _folder.Write(folder + name, bytes);
    }

    /// <summary>Every image has its pixels, whose first is number <paramref name="first"/>.</summary>
    private static void Pixels(Dataset data, int first)
    {
        data.Slice(0, data.Count, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        {
            float[] values = inputs.data<float>().ToArray();
            float[] expected = new float[CifarBytes.Pixels];
            for (int image = 0; image < data.Count; image++)
            {
                byte[] pixels = [.. Enumerable.Range(0, CifarBytes.Pixels).Select(i => CifarBytes.Pixel(first + image, i))];
                data.Normalization!.Apply(pixels, expected);
                Assert.Equal(expected, values.AsSpan(image * CifarBytes.Pixels, CifarBytes.Pixels).ToArray());
            }
        }
    }
}
