using System.Buffers.Binary;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Packed;

/// <summary>What is no packed model of a class is refused by naming the first difference.</summary>
public sealed class PackedRefusalTests
{
    /// <summary>CRC-32C finds every change of a byte.</summary>
    [Fact]
    public void A_change_of_any_byte_is_refused()
    {
        byte[] file = [.. PackedSamples.TinyMlp];
        for (int place = 0; place < file.Length; place++)
        {
            foreach (byte change in (ReadOnlySpan<byte>)[0x01, 0x80])
            {
                file[place] ^= change;
                Assert.StartsWith("Cannot read 'the bytes' as a packed TinyMlp: ", PackedSamples.Refusal(file), StringComparison.Ordinal);
                file[place] ^= change;
            }
        }
        TinyMlp.Packed.Load(file).Dispose();
    }

    /// <summary>In words that do not depend on the resources of the framework, which a small program leaves out.</summary>
    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        "Cannot read '/no/such.qdsl': there is no such file. Check the path and permissions.",
        Assert.Throws<ModelFileException>(() => TinyMlp.Packed.Load("/no/such.qdsl")).Message);

    [Fact]
    public void A_file_that_ends_early_or_late_is_refused()
    {
        byte[] file = PackedSamples.TinyMlp;
        for (int length = 0; length < file.Length; length++)
            _ = PackedSamples.Refusal(file[..length]);
        _ = PackedSamples.Refusal([.. file, 0]);
    }

    [Theory]
    [InlineData("\"quantdsl.packed\":\"1\"", "\"quantdsl.packed\":\"2\"", "its format has version '2', but this program reads version 1")]
    [InlineData("\"quantdsl.packed\":\"1\"", "\"quantdsl.paper\":\"1\"", "its metadata has no 'quantdsl.packed'")]
    [InlineData("input\":\"1×28×28\"", "input\":\"1×28×27\"", "the input shape is '1×28×27' in the file, but '1×28×28'")]
    [InlineData("Fc2.quantizer\":\"binary", "Fc2.quantizer\":\"ternary", "the quantizer of Fc2 is 'ternary, per layer' in the file")]
    [InlineData("Fc2.quantizer", "Fc3.quantizer", "it does not record the quantizer of Fc2, which is 'binary, per layer'")]
    [InlineData("\"Fc2.weight\":", "\"Fc3.weight\":", "it has no tensor 'Fc2.weight'")]
    [InlineData("U8\",\"shape\":[48]", "U8\",\"shape\":[4,12]", "its tensor 'Fc2.weight' is U8 [4, 12], but the class has U8 [48]")]
    [InlineData("\"quantdsl.pixels.mean\":\"", "\"quantdsl.pixels.mean\":\"x", "metadata 'quantdsl.pixels.mean' must be numbers")]
    [InlineData("\"quantdsl.pixels.mean\":\"", "\"quantdsl.pixels.mean\":\"1 ", "must be one number each, or one for each channel")]
    [InlineData("\"quantdsl.classes\"", "\"quantdsl.columns.mean\":\"1\",\"quantdsl.classes\"", "must be one number for each input")]
    [InlineData("\"quantdsl.classes\"", "\"quantdsl.images.shorter_side\":\"many\",\"quantdsl.classes\"", "must be a number of pixels")]
    [InlineData("\"quantdsl.crc32c\"", "\"quantdsl.crc32d\"", "its metadata has no 'quantdsl.crc32c'")]
    public void Another_version_or_model_is_named(string text, string by, string reason) => Assert.Contains(
        reason, PackedSamples.Refusal(PackedHeader.Replace(PackedSamples.TinyMlp, text, by)), StringComparison.Ordinal);

    [Fact]
    public void Models_of_other_classes_are_refused()
    {
        using var ternary = new TinyMlpTernary();
        using var images = new TinyConvNet();

        Assert.Contains(
            "it is another model: the quantizer of Fc1 is 'ternary, per layer' in the file, but 'binary, per layer' in the class. Load it",
            PackedSamples.Refusal(PackedSamples.Export(ternary)), StringComparison.Ordinal);
        Assert.Contains(
            "the list of layers is 'Conv1, Conv2, Out'", PackedSamples.Refusal(PackedSamples.Export(images)), StringComparison.Ordinal);
    }

    /// <summary>A declaration may be called otherwise where the model predicts.</summary>
    [Fact]
    public void The_name_of_the_class_does_not_matter() => TinyMlpBlend75.Packed.Load(PackedSamples.TinyMlp).Dispose();

    [Fact]
    public void A_model_that_was_saved_is_told_how_to_become_packed_and_the_other_way_round()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyMlp();
        model.Save(folder.File("saved"));
        model.Export(folder.File("packed.qdsl"));

        Assert.Contains(
            "Export it: TinyMlp.Load(path).Export(\"model.qdsl\")",
            Assert.Throws<ModelFileException>(() => TinyMlp.Packed.Load(folder.File("saved"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Load it with TinyMlp.Packed.Load",
            Assert.Throws<ModelFileException>(() => TinyMlp.Load(folder.File("packed.qdsl"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing is allocated because a header claims it.</summary>
    [Theory]
    [InlineData(ulong.MaxValue, "at most 16777216 are allowed")]
    [InlineData(1UL << 24, "but only 92 follow")]
    public void A_header_that_lies_about_its_length_is_refused(ulong claimed, string reason)
    {
        byte[] file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, claimed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = PackedSamples.Refusal(file);

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    /// <summary>A device such as /dev/zero never ends.</summary>
    [Fact]
    public void A_stream_that_never_ends_is_refused() => Assert.Contains(
        "it is longer than", Assert.Throws<ModelFileException>(() => TinyMlp.Packed.Load(new Endless())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_path_that_cannot_be_read_is_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(
            folder.File("none.qdsl"),
            Assert.Throws<ModelFileException>(() => TinyMlp.Packed.Load(folder.File("none.qdsl"))).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => TinyMlp.Packed.Load(folder.Path));
        Assert.Throws<ArgumentException>(() => TinyMlp.Packed.Load(""));
    }

    [Fact]
    public void Export_wants_an_ending_that_names_a_format()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyMlp();

        Assert.Contains(
            "Give a name that ends in .qdsl",
            Assert.Throws<ArgumentException>(() => model.Export(folder.File("model.bin"))).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => model.Export(folder.File("none/model.qdsl")));
        Assert.Empty(folder.Files);
    }

    private sealed class Endless : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => count;
    }
}
