using QuantDsl.Tests.Models;
using QuantDsl.Training;

namespace QuantDsl.Tests.Data;

/// <summary>Sources of the user's own.</summary>
public sealed class OwnSourceTests
{
    private static readonly long[] Labels = [.. Enumerable.Range(0, 96).Select(i => i * 7L % 10)];

    /// <summary>The same numbers train to the same bits, whoever reads them and on however many threads.</summary>
    [Fact]
    public void It_trains_to_the_same_bits_as_arrays()
    {
        using var memory = Dataset.FromArrays(
            [.. Enumerable.Range(0, Labels.Length).SelectMany(i => Enumerable.Range(0, 784).Select(j => Noise.Value(i, j)))],
            [1, 28, 28],
            Labels);
        using var one = Dataset.FromSource(new Noise { Threads = 1 }, Labels, "noise");
        using var four = Dataset.FromSource(new Noise { Threads = 4 }, Labels, "noise");

        byte[] expected = Train(memory);
        Assert.Equal(expected, Train(one));
        Assert.Equal(expected, Train(four));
        Assert.Equal("noise: 96 examples of 1×28×28 in 10 classes", four.ToString());

        static byte[] Train(Dataset data)
        {
            using var model = new TinyMlp(seed: 3);
            model.Fit(data, data, SmallData.Quiet(epochs: 2));
            return ModelBits.Of(model);
        }
    }

    [Fact]
    public void Its_labels_may_be_numbers()
    {
        float[] labels = [.. Labels.SelectMany(label => new[] { label / 2f, -label })];
        using var data = Dataset.FromSource(new Noise(), labels, "noise");

        data.Slice(3, 2, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> numbers);
        Assert.Equal(2 * 784, inputs.Length);
        Assert.Equal(labels[6..10], numbers.ToArray());
        Refusal.Of(() => Dataset.FromSource(new Noise(), [1f, 2], "noise"), "noise: expected");
    }

    [Fact]
    public void It_is_split_and_augmented_like_others()
    {
        using var all = Dataset.FromSource(new Noise { Normalization = new Normalization(.5f, .5f) }, Labels);
        (Dataset first, Dataset rest) = all.Split(90, seed: 1);
        using Dataset varied = first.Augment(new Augmentation { CropPadding = 2 });
        rest.Slice(0, 6, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);

        Assert.Equal(6 * 784, inputs.Length);
        Assert.Equal(new Normalization(.5f, .5f), varied.Normalization);
        Assert.Equal(First(varied), First(varied));
        Assert.NotEqual(First(first), First(varied));
        first.Dispose();
        rest.Dispose();

        static float[] First(Dataset data)
        {
            using Minibatches batches = data.Minibatches(seed: 1, epoch: 1, size: 4);
            Assert.True(batches.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _));
            return inputs.ToArray();
        }
    }

    /// <summary>Checkpoints tell data apart by what the source says, and read all of it only where it says nothing.</summary>
    [Fact]
    public void Its_fingerprint_stands_for_its_examples()
    {
        Noise silent = new(), spoken = new() { Fingerprint = "noise, version 1" };
        using var read = Dataset.FromSource(silent, Labels);
        using var said = Dataset.FromSource(spoken, Labels);
        using var other = Dataset.FromSource(new Noise { Fingerprint = "noise, version 2" }, Labels);

        Assert.Equal(DatasetDigest.Of(read), DatasetDigest.Of(read));
        Assert.Equal(2 * 96, silent.Reads);
        Assert.NotEqual(DatasetDigest.Of(said), DatasetDigest.Of(other));
        Assert.Equal(0, spoken.Reads);
    }

    [Fact]
    public void What_it_does_wrong_is_reported_with_the_example()
    {
        using var nan = Dataset.FromSource(new Noise { Bad = 7 }, Labels, "noise");
        using var broken = Dataset.FromSource(new Noise { Broken = 5 }, Labels, "noise");

        Refusal.Of(() => Read(nan), "noise, example 7: expected finite numbers, found NaN at position 3.");
        string message = Refusal.Of(
            () => Read(broken), "noise, example 5: expected 784 numbers from Noise.Read, found IOException (the disk is gone)");
        Assert.EndsWith("says where.", message, StringComparison.Ordinal);

        static void Read(Dataset data) => data.Slice(0, 10, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _);
    }

    [Fact]
    public void What_makes_no_data_set_is_refused()
    {
        Refused(new Noise { Count = 0 }, [], "a Count of at least 1, found 0");
        Refused(new Noise { Shape = [] }, Labels, "a Shape of positive lengths with at most 2147483591 numbers, found ()");
        Refused(new Noise { Shape = [1L << 40, 1L << 40] }, Labels, "found (1099511627776, 1099511627776)");
        Refused(new Noise { Threads = 0 }, Labels, "at least 1 of Threads, found 0");
        Refused(new Noise(), [0, 1], "one label for each of 96 examples, found 2 labels");
        Refused(new Noise(), [.. Labels.Select(label => label - 1)], "labels from 0, found a label of -1");

        static void Refused(Noise source, long[] labels, string part) => Refusal.Of(() => Dataset.FromSource(source, labels), part);
    }

    /// <summary>Numbers that depend on the index alone.</summary>
    private sealed class Noise : IExampleSource
    {
        private int _reads;

        public long Count { get; init; } = 96;

        public IReadOnlyList<long> Shape { get; init; } = [1, 28, 28];

        public int Threads { get; init; } = 2;

        public string? Fingerprint { get; init; }

        public Normalization? Normalization { get; init; }

        public long Bad { get; init; } = -1;

        public long Broken { get; init; } = -1;

        public int Reads => Volatile.Read(ref _reads);

        public static float Value(long index, int place) => MathF.Sin((index * 31) + (place * 0.1f));

        public void Read(long index, Span<float> example)
        {
            if (index == Broken)
                throw new IOException("the disk is gone.");
            for (int i = 0; i < example.Length; i++)
            {
                Assert.Equal(0f, example[i]);
                example[i] = Value(index, i);
            }
            if (index == Bad)
                example[3] = float.NaN;
            Interlocked.Increment(ref _reads);
        }
    }
}
