using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class SvhnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_raw_and_packed_files(bool packed)
    {
        Write("train", MatBytes.File(packed, MatBytes.Images(0, 3), MatBytes.Labels(10, 1, 9)));
        Write("test", MatBytes.File(packed, MatBytes.Labels(5), MatBytes.Images(7, 1)));

        (Dataset train, Dataset test) = Dataset.FromSvhn(_folder.Path, normalization: Normalization.ToMinusOneToOne);
        using (train)
        using (test)
        {
            Assert.Equal("SVHN train: 3 examples of 3×32×32 in 10 classes", train.ToString());
            Assert.Equal([0, 1, 9], train.Labels.data<long>().ToArray());
            Assert.Equal([5], test.Labels.data<long>().ToArray());
            Pixels(train, [0, 1, 2]);
            Pixels(test, [7]);
        }
    }

    /// <summary>
    /// Made by scipy: <c>savemat(file, {'X': (4 * row + 64 * channel)[32, 32, 3, 1], 'y': int64 [[10]]}, do_compression=True)</c>.
    /// </summary>
    [Fact]
    public void Reads_what_scipy_writes()
    {
        byte[] file = Convert.FromBase64String(
            "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFN1biBOb3YgMjkgMTI6Mjc6MjMgMjAyNgAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAAkAAAAHic42NgYLDgYWBgA9IcQMzJAAGsQCwAxApQzAzEjGDMyBABpJlAioD6GFg4"
            + "eAREJGQUVDR0DEwsbBxcPHwCQiJiElIycgpKKmpG5UflR+WHrzw6v6Glo2fClBlzFixZsWbDlh17RuVH5Uflh688Ov/AkRNnLly5cefBkxdvPnz58WdUflR+"
            + "VH74ygMAv0jpdg8AAAAmAAAAeJzjY2BgsABiNiDmAGI+BghghfIZ4ZiRoRJI80DFuaDqACOmAQs=");
        Write("train", file);
        Write("test", file);

        (Dataset train, Dataset test) = Dataset.FromSvhn(_folder.Path, normalization: new Normalization(0, 1 / 255f));
        using (test)
        using (train)
        {
            train.Slice(0, 1, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels);
            Assert.Equal([0], labels.ToArray());
            for (int i = 0; i < inputs.Length; i++)
                Assert.Equal((byte)((i / 32 % 32 * 4) + (i / 1024 * 64)), (byte)MathF.Round(inputs[i]));
        }
    }

    /// <summary>As scipy's savemat writes them, whatever the type of the labels in Python.</summary>
    [Theory]
    [InlineData(MatBytes.Int64)]
    [InlineData(MatBytes.Double)]
    [InlineData(MatBytes.UInt8)]
    public void Labels_may_have_any_type_and_names_may_be_UTF8(int type)
    {
        byte[] one = type switch
        {
            MatBytes.Int64 => BitConverter.GetBytes(10L),
            MatBytes.Double => BitConverter.GetBytes(10.0),
            _ => [10],
        };
        byte[] flags = MatBytes.Element(MatBytes.UInt32, [17, 0, 0, 0, 0, 0, 0, 0]);
        byte[] opaque = [.. BitConverter.GetBytes(MatBytes.Matrix), .. BitConverter.GetBytes(flags.Length), .. flags];
        foreach (string part in new[] { "train", "test" })
            Write(part, MatBytes.File(true, opaque, MatBytes.Images(7, 1), MatBytes.Array("y", [1, 1], type, one, MatBytes.Utf8)));

        (Dataset train, Dataset test) = Dataset.FromSvhn(_folder.Path, normalization: Normalization.ToMinusOneToOne);
        using (train)
        using (test)
            Assert.Equal([0], train.SliceLabels(0, 1).ToArray());
    }

    [Fact]
    public void The_extra_images_follow_the_training_images()
    {
        Write("train", MatBytes.File(true, MatBytes.Images(0, 2), MatBytes.Labels(1, 2)));
        Write("extra", MatBytes.File(true, MatBytes.Images(2, 3), MatBytes.Labels(3, 4, 5)));
        Write("test", MatBytes.File(true, MatBytes.Images(7, 2), MatBytes.Labels(6, 7)));

        (Dataset train, Dataset test) = Dataset.FromSvhn(_folder.Path, extra: true);
        using (train)
        using (test)
        {
            Assert.Equal([1, 2, 3, 4, 5], train.Labels.data<long>().ToArray());
            Assert.Equal(3, train.Normalization!.Channels.Count);
            Pixels(train, [0, 1, 2, 3, 4]);
        }
    }

    [Fact]
    public void Other_arrays_and_labels_of_other_types_are_read_too()
    {
        byte[] doubles = MatBytes.Array("y", [1, 3], MatBytes.Double, [.. new[] { 10.0, 2, 3 }.SelectMany(BitConverter.GetBytes)]);
        byte[] other = MatBytes.Array("info", [2, 2], MatBytes.Int32, new byte[16]);
        Write("train", MatBytes.File(true, other, MatBytes.Images(0, 3), doubles, other));
        Write("test", MatBytes.File(false, other, MatBytes.Images(0, 3), other, doubles));

        (Dataset train, Dataset test) = Dataset.FromSvhn(_folder.Path);
        using (train)
        using (test)
        {
            Assert.Equal([0, 2, 3], train.Labels.data<long>().ToArray());
            Assert.Equal([0, 2, 3], test.Labels.data<long>().ToArray());
        }
    }

    [Fact]
    public void Files_of_another_kind_are_refused()
    {
        byte[] images = MatBytes.Images(0, 2), labels = MatBytes.Labels(1, 2);
        Refused([], "found a file of 0 bytes");
        Refused([.. MatBytes.Header("MATLAB 7.3 MAT-file"), .. new byte[600]], "one of version 7.3", "-v7");
        Refused([.. MatBytes.Header(endian: "MI"), .. images, .. labels], "found 00014D49");
        Refused([.. MatBytes.Header(high: 2), .. images, .. labels], "found 0002494D");
        Refused(MatBytes.File(true, labels), "found no X");
        Refused(MatBytes.File(true, images), "found no y");
        Refused(MatBytes.File(true, images, MatBytes.Labels(1, 2, 3)), "as many labels as images, 2, found 3 labels");
        Refused(MatBytes.File(false, images, MatBytes.Labels(1, 11)), "labels from 1 to 10, found 11 at position 1");
        Refused(MatBytes.File(true, images, MatBytes.Labels(1, 0)), "labels from 1 to 10, found 0 at position 1", "compressed element");
        byte[] small = MatBytes.Array("X", [28, 28, 3, 2], MatBytes.UInt8, new byte[4704]);
        byte[] cut = MatBytes.Array("X", [32, 32, 3, 2], MatBytes.UInt8, new byte[6143]);
        byte[] doubles = MatBytes.Array("X", [32, 32, 3, 2], MatBytes.Double, new byte[6144]);
        Refused(MatBytes.File(false, small, labels), "images X of 32×32×3×N, found 28×28×3×2");
        Refused(MatBytes.File(false, cut, labels), "6,144 unsigned bytes", "found 6,143");
        Refused(MatBytes.File(false, doubles, labels), "of type Double");
        Refused(MatBytes.File(false, images, MatBytes.Array("y", [2, 2], MatBytes.UInt8, [1, 2, 3, 4])), "labels y of N×1, found 2×2");
        Refused(MatBytes.File(false, images, MatBytes.Array("y", [2, 1], MatBytes.UInt8, [1, 2, 3])), "2 numbers, found 3 bytes");
        Refused(MatBytes.File(false, images, MatBytes.Array("y", [2, 1], MatBytes.Matrix, [1, 2])), "of type Matrix");
        Refused(MatBytes.File(true, [.. images, 1], labels), "the end of the array, found more bytes");
        File.Delete(_folder.File("train_32x32.mat"));
        Refusal.Of(() => Dataset.FromSvhn(_folder.Path), "train_32x32.mat", "found no such file");
    }

    [Fact]
    public void An_absurd_size_is_refused_before_memory_is_reserved()
    {
        // What the header announces fits into its tag; the file has nothing of it.
        byte[] huge = MatBytes.Array("X", [32, 32, 3, 1_000_000], MatBytes.UInt8, new byte[8]);
        BitConverter.GetBytes(3_072_000_000u).CopyTo(huge, huge.Length - 12);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(MatBytes.File(true, huge, MatBytes.Labels(1)), "train_32x32.mat", "bytes of images, found 8");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_refused(bool packed)
    {
        byte[] whole = MatBytes.File(packed, MatBytes.Images(0, 2), MatBytes.Labels(1, 2));
        Write("test", whole);
        for (int length = 0; length < whole.Length; length += length < 300 || length > whole.Length - 100 ? 1 : 53)
        {
            string path = Write("train", whole[..length]);
            bool refused = Refusal.OfBytes(() => Dataset.FromSvhn(_folder.Path), path, $"cut after {length}");
            Assert.True(refused, $"Cut after {length} of {whole.Length}: no error");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_changed_byte_gives_data_or_an_error_that_names_the_file(bool packed)
    {
        byte[] whole = MatBytes.File(packed, MatBytes.Images(0, 2), MatBytes.Labels(1, 2));
        Write("test", whole);
        int refused = 0;
        for (int place = 124; place < whole.Length; place += place < 300 || place > whole.Length - 100 ? 1 : 53)
        {
            foreach (byte change in new byte[] { 0x01, 0x55, 0xFF })
            {
                byte[] changed = [.. whole];
                changed[place] ^= change;
                string path = Write("train", changed);
                refused += Refusal.OfBytes(() => Dataset.FromSvhn(_folder.Path), path, $"byte {place} ^ {change}") ? 1 : 0;
            }
        }

        Assert.True(refused > 50);
    }

    private string Write(string part, byte[] bytes) => _folder.Write($"{part}_32x32.mat", bytes);

    private void Refused(byte[] train, params string[] parts)
    {
        string path = Write("train", train);
        Write("test", MatBytes.File(false, MatBytes.Images(0, 2), MatBytes.Labels(1, 2)));
        Refusal.Of(() => Dataset.FromSvhn(_folder.Path), [path, .. parts]);
    }

    private static void Pixels(Dataset data, int[] images)
    {
        data.Slice(0, data.Count, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        {
            float[] values = inputs.data<float>().ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                (int channel, int row, int column) = (i / 1024 % 3, i / 32 % 32, i % 32);
                byte pixel = MatBytes.Pixel(images[i / 3072], channel, row, column);
                Assert.Equal(data.Normalization!.Input(pixel, channel), values[i]);
            }
        }
    }
}
