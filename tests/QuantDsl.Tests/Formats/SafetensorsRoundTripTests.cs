using QuantDsl.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Formats;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<ScalarType, long[]> TypesAndShapes()
    {
        ScalarType[] types =
        [
            ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte,
            ScalarType.Float16, ScalarType.BFloat16, ScalarType.Bool,
        ];
        long[][] shapes = [[], [0], [1], [7], [3, 0, 5], [2, 3, 5], [1, 1, 1, 1, 1, 13]];
        var data = new TheoryData<ScalarType, long[]>();
        foreach (ScalarType type in types)
        {
            foreach (long[] shape in shapes)
                data.Add(type, shape);
        }

        return data;
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(TypesAndShapes))]
    public void EveryTypeAndShapeComesBackBitForBit(ScalarType type, long[] shape)
    {
        Tensor tensor = Noise(type, shape, seed: 1);
        using SafetensorsFile file = Saved([new("x", tensor)]);

        SafetensorsEntry entry = Assert.Single(file.Entries);
        Assert.Equal(("x", type, tensor.bytes.Length), (entry.Name, entry.Dtype.ScalarType, (int)entry.Length));
        Assert.Equal(shape, entry.Shape);
        Assert.True(file.HasDigest);
        Tensor read = zeros(shape, type);
        file.Read("x", read);
        Assert.True(tensor.bytes.SequenceEqual(read.bytes));
    }

    [Fact]
    public void ManyTensorsOfMixedTypesAreAlignedAndComeBack()
    {
        var tensors = TypesAndShapes()
            .Select((row, index) => new KeyValuePair<string, Tensor>(
                $"t{index}", Noise((ScalarType)row[0], (long[])row[1], index)))
            .ToList();
        using SafetensorsFile file = Saved(tensors);

        Assert.Equal(tensors.Count, file.Entries.Count);
        Assert.All(file.Entries, entry => Assert.Equal(0, entry.Offset % empty(1, entry.Dtype.ScalarType).ElementSize));
        foreach ((string name, Tensor tensor) in tensors)
        {
            Tensor read = empty_like(tensor);
            file.Read(name, read);
            Assert.True(tensor.bytes.SequenceEqual(read.bytes), name);
        }
    }

    [Fact]
    public void TensorsOfSeveralPiecesComeBack()
    {
        Tensor tensor = Noise(ScalarType.Byte, [(3L * ITensorValues.PieceBytes) + 5], seed: 2);
        using SafetensorsFile file = Saved([new("big", tensor)]);

        Tensor read = empty_like(tensor);
        file.Read("big", read);
        Assert.True(tensor.bytes.SequenceEqual(read.bytes));
    }

    [Fact]
    public void UnicodeNamesAndMetadataComeBack()
    {
        string[] texts =
        [
            "", "größe", "重み", "😀", "a\"b\\c/d\n\t\u0001\u007f", "<&'+>", "quantdsl.sha256\":\"", "e\u0301", "\uE000", "\uFFFD",
        ];
        Dictionary<string, string> metadata = texts.ToDictionary(text => text, text => "value of " + text);
        IEnumerable<KeyValuePair<string, Tensor>> tensors = texts.Select(
            (text, index) => new KeyValuePair<string, Tensor>(text, tensor(index)));
        using SafetensorsFile file = Saved([.. tensors], metadata);

        Assert.Equal(metadata, file.Metadata);
        for (int i = 0; i < texts.Length; i++)
        {
            Tensor read = tensor(-1);
            file.Read(texts[i], read);
            Assert.Equal(i, read.item<int>());
        }
    }

    [Fact]
    public void AFileWithoutTensorsIsAFile()
    {
        using SafetensorsFile file = Saved([]);
        Assert.Empty(file.Entries);
        Assert.Empty(file.Metadata);
        Assert.True(file.HasDigest);
    }

    [Fact]
    public void ReadingChecksNameTypeAndShape()
    {
        using SafetensorsFile file = Saved([new("w", rand(2, 3))]);

        Assert.Contains("has no tensor 'v'", Assert.Throws<ModelFileException>(() => file.Read("v", rand(2, 3))).Message);
        string shape = Assert.Throws<ModelFileException>(() => file.Read("w", rand(3, 2))).Message;
        Assert.Contains("'w' is Float32 [2, 3], but the model needs Float32 [3, 2]", shape);
        string type = Assert.Throws<ModelFileException>(() => file.Read("w", rand(2, 3, float64))).Message;
        Assert.Contains("'w' is Float32 [2, 3], but the model needs Float64 [2, 3]", type);
    }

    [Fact]
    public void AnOpenFileIsNotMixedWithOneSavedOverIt()
    {
        string path = _folder.File("same.safetensors");
        TensorFiles.Write(path, [new("w", ones(3))], NoMetadata);
        using var old = SafetensorsFile.Open(path);
        TensorFiles.Write(path, [new("w", zeros(3))], NoMetadata);

        Tensor read = TestTensors.Filled([3], 7f);
        old.Read("w", read);
        Same(ones(3), read);
    }

    [Fact]
    public void WhatTheFormatCannotHoldIsRefusedBeforeAnythingIsWritten()
    {
        string path = _folder.File("refused.safetensors");
        void Refused(string part, KeyValuePair<string, Tensor>[] tensors, Dictionary<string, string>? metadata = null) =>
            Assert.Contains(
                part, Assert.Throws<ArgumentException>(() => TensorFiles.Write(path, tensors, metadata ?? NoMetadata)).Message);

        Refused("'x' is used twice", [new("x", ones(1)), new("x", ones(1))]);
        Refused("'__metadata__' is used twice or reserved", [new("__metadata__", ones(1))]);
        Refused("ComplexFloat32, which safetensors does not support", [new("x", ones(1, complex64))]);
        Refused("half of a surrogate pair", [new("\ud800", ones(1))]);
        Refused("half of a surrogate pair", [], new() { ["key"] = "\udc00" });
        Refused("'quantdsl.sha256' is written by QuantDsl", [], new() { ["quantdsl.sha256"] = "0" });
        Refused("'quantdsl.digest' is written by QuantDsl", [], new() { ["quantdsl.digest"] = "0" });
        Refused("at most 100000000", [], new() { ["key"] = new string('x', SafetensorsHeader.MaxBytes) });
        Assert.Empty(_folder.Files);
    }

    private SafetensorsFile Saved(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, Dictionary<string, string>? metadata = null)
    {
        string path = _folder.File("model.safetensors");
        TensorFiles.Write(path, tensors, metadata ?? NoMetadata);
        return SafetensorsFile.Open(path);
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.detach().contiguous().bytes.SequenceEqual(actual.detach().contiguous().bytes));
    }

    /// <summary>Random bits, NaNs included; for Boolean values random zeros and ones.</summary>
    private static Tensor Noise(ScalarType type, long[] shape, int seed)
    {
        Tensor tensor = empty(shape, type);
        new Random(seed).NextBytes(tensor.bytes);
        if (type == ScalarType.Bool)
        {
            foreach (ref byte value in tensor.bytes)
                value &= 1;
        }

        return tensor;
    }
}
