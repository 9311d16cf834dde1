using System.Security.Cryptography;
using QuantDsl.Training;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

/// <summary>
/// Digests, minibatches and slices of fixed data sets, recorded when data sets still held tensors: a checkpoint of that time goes on, and
/// with the same examples in the same order.
/// </summary>
public sealed class RecordedDataTests : IDisposable
{
    private const string Normalized = ", Normalization { Mean = 0.13655505, StandardDeviation = 0.24420719 }";

    private readonly List<IDisposable> _data = [];

    public void Dispose() => _data.ForEach(data => data.Dispose());

    [Theory]
    [InlineData("train", $"300 of 1×28×28, inputs f0531d33e685b14d, labels fa0462a5eb238665{Normalized}", "6e92befc9d410cc6", "a83875ab6faa8ca2")]
    [InlineData("test", $"100 of 1×28×28, inputs 6149847d460715e0, labels 65acc1136e6201e6{Normalized}", "45fdb7294d88be92", "53e4d3281dca77ae")]
    [InlineData(
        "varied",
        $"300 of 1×28×28, inputs f0531d33e685b14d, labels fa0462a5eb238665{Normalized}, mirrored, moved by up to 2",
        "ac174e9ce239c996",
        "a83875ab6faa8ca2")]
    [InlineData("first", $"200 of 1×28×28, inputs 7514e60f791f60a4, labels 3f14a1661b64c6ef{Normalized}", "f146bd725dde9092", "c29205c1f392e7c5")]
    [InlineData("rest", $"100 of 1×28×28, inputs 95807ed16c1d7dd2, labels 975e8ddc336ef508{Normalized}", "e66a85d7b75d7295", "5ee48c221d68c5ce")]
    [InlineData("text", "102 of 7, inputs d82ba348939509a0, labels fe95aae55731896e", "c03ab6a7b964493b", "66e5ed16f3141ef5")]
    [InlineData("arrays", "20 of 3, inputs 1f9945eb498349f8, labels 54570e686720af11", "06eca45c972760c5", "72e22f1a977dd7cb")]
    public void Are_what_they_were(string which, string digest, string epoch, string slice)
    {
        Dataset data = Make(which);
        Assert.Equal(digest, DatasetDigest.Of(data));
        Assert.Equal(epoch, Epoch(data));
        Assert.Equal(slice, Slice(data));
    }

    private Dataset Make(string which)
    {
        switch (which)
        {
            case "text":
                string characters = string.Concat(Enumerable.Range(0, 900).Select(i => (char)('a' + (i * i % 23))));
                TextData text = Dataset.FromText(characters, sequenceLength: 7);
                _data.Add(text);
                return text.Train;
            case "arrays":
                float[] inputs = [.. Enumerable.Range(0, 60).Select(i => i * .37f)];
                return Kept(Dataset.FromArrays(inputs, [3], [.. Enumerable.Range(0, 20).Select(i => i * 3L % 7)]));
        }

        (Dataset train, Dataset test) = Dataset.DrawnDigits(300, 100, seed: 5);
        _data.AddRange([train, test]);
        switch (which)
        {
            case "train":
                return train;
            case "test":
                return test;
            case "varied":
                return Kept(train.Augment(new Augmentation { HorizontalFlip = true, CropPadding = 2 }));
        }

        (Dataset first, Dataset rest) = train.Split(200, seed: 9);
        _data.AddRange([first, rest]);
        return which == "first" ? first : rest;

        Dataset Kept(Dataset data)
        {
            _data.Add(data);
            return data;
        }
    }

    private static string Epoch(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Minibatches batches = data.Minibatches(seed: 7, epoch: 2, size: 8, firstStep: 1);
        while (batches.Next(out Tensor inputs, out Tensor labels))
        {
            using (inputs)
            using (labels)
            {
                hash.AppendData(inputs.bytes);
                hash.AppendData(labels.bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static string Slice(Dataset data)
    {
        data.Slice(3, 11, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
            return Convert.ToHexStringLower(SHA256.HashData([.. inputs.bytes, .. labels.bytes]).AsSpan(0, 8));
    }
}
