using QuantDsl.Cuda;
using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

/// <summary>Minibatches and slices in plain memory are those that come as tensors, and are made without allocation.</summary>
public sealed class PlainBatchesTests : IDisposable
{
    private const int Size = 8;

    private static readonly string[] Kinds = ["memory", "augmented", "tensors", "augmented tensors", "pixels", "augmented pixels", "part"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _data = [];

    public static TheoryData<string> AllKinds => [.. Kinds];

    public void Dispose()
    {
        _data.ForEach(data => data.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Are_what_comes_as_tensors(string kind)
    {
        Dataset data = Make(kind);
        Compare(data, firstStep: 0);
        Compare(data, firstStep: 3);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Slices_are_what_comes_as_tensors(string kind)
    {
        Dataset data = Make(kind);
        foreach ((long start, long size) in new[] { (0L, 3L), (5, 20), (5, 2), (data.Count - 1, 1), (0, data.Count) })
        {
            data.Slice(start, size, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels);
            data.Slice(start, size, out Tensor expected, out Tensor expectedLabels);
            Same(expected, expectedLabels, inputs, labels);
        }

        Assert.Throws<ArgumentOutOfRangeException>(
            "start", () => data.Slice(data.Count, 1, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _));
        Assert.Throws<ArgumentOutOfRangeException>(
            "size", () => data.Slice(1, data.Count, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Token_ids_too(bool areTensors)
    {
        TextData text = Kept(Dataset.FromText(string.Concat(Enumerable.Range(0, 600).Select(i => (char)('A' + (i * i % 50)))), 6));
        Dataset data = areTensors ? Kept(new Dataset(text.Train.Inputs.clone(), text.Train.Labels.clone())) : text.Train;
        using Minibatches plain = data.Minibatches(5, 2, Size, 1);
        using Minibatches tensors = data.Minibatches(5, 2, Size, 1);

        while (tensors.Next(out Tensor expected, out Tensor expectedLabels))
        {
            Assert.True(plain.Next(out ReadOnlySpan<int> tokens, out ReadOnlySpan<int> labels));
            SameTokens(expected, expectedLabels, tokens, labels);
        }

        Assert.False(plain.Next(out ReadOnlySpan<int> _, out ReadOnlySpan<int> _));
        data.Slice(3, 9, out ReadOnlySpan<int> slice, out ReadOnlySpan<int> labelsOfSlice);
        data.Slice(3, 9, out Tensor sliceTensor, out Tensor labelTensor);
        SameTokens(sliceTensor, labelTensor, slice, labelsOfSlice);

        static void SameTokens(Tensor expected, Tensor expectedLabels, ReadOnlySpan<int> tokens, ReadOnlySpan<int> labels)
        {
            using (expected)
            using (expectedLabels)
            {
                Assert.Equal(Array.ConvertAll(expected.data<long>().ToArray(), token => (int)token), tokens.ToArray());
                Assert.Equal(Array.ConvertAll(expectedLabels.data<long>().ToArray(), label => (int)label), labels.ToArray());
            }
        }
    }

    [Fact]
    public void Inputs_of_the_other_type_are_refused()
    {
        Dataset images = Make("memory");
        Dataset text = Kept(Dataset.FromText(new string('a', 99) + new string('b', 99), 5)).Train;
        using Minibatches ofImages = images.Minibatches(1, 1, 2), ofText = text.Minibatches(1, 1, 2);

        Refused(() => ofImages.Next(out ReadOnlySpan<int> _, out ReadOnlySpan<int> _), "has float32 inputs and no token ids");
        Refused(() => ofText.Next(out ReadOnlySpan<float> _, out ReadOnlySpan<int> _), "text train has token ids as inputs");
        Refused(() => images.Slice(0, 1, out ReadOnlySpan<int> _, out ReadOnlySpan<int> _), "ReadOnlySpan<float> instead");
        Refused(() => text.Slice(0, 1, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _), "ReadOnlySpan<int> instead");

        static void Refused(Action action, string part) =>
            Assert.Contains(part, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("tensors")]
    [InlineData("augmented")]
    [InlineData("augmented pixels")]
    public void Nothing_is_allocated_for_a_minibatch(string kind)
    {
        Dataset data = Make(kind);
        using Minibatches batches = data.Minibatches(1, 1, Size, threads: 1);
        for (int step = 0; step < 4; step++) // as many as there are buffers, and one more
            Assert.True(batches.Next(out ReadOnlySpan<float> _, out ReadOnlySpan<int> _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 4; step < 7; step++)
            batches.Next(out ReadOnlySpan<float> _, out ReadOnlySpan<int> _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("tensors")]
    [InlineData("augmented pixels")]
    public void The_memory_of_minibatches_is_used_again(string kind)
    {
        Dataset data = Make(kind);
        using Minibatches batches = data.Minibatches(1, 1, Size);
        HashSet<nint> places = [];
        while (Next(out nint place))
            places.Add(place);

        Assert.InRange(places.Count, 1, BatchWorkers.Depth + 1);

        unsafe bool Next(out nint place)
        {
            bool isThere = batches.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
            fixed (float* first = inputs) // pinned or large: it does not move
                place = (nint)first;
            return isThere;
        }
    }

    [Fact]
    public void Threads_that_slice_one_streamed_set_do_not_disturb_each_other()
    {
        Dataset data = Make("pixels");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            for (int i = 0; i < 500; i++)
            {
                int start = ((i * 7) + (thread * 13)) % 50;
                data.Slice(start, 5, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels);
                Thread.Yield();
                data.Slice(start, 1, out Tensor expected, out Tensor label);
                using (expected)
                using (label)
                    Assert.Equal(expected.data<float>()[0], inputs[0]);
            }
        });
    }

    [Fact]
    public void A_failure_of_a_thread_arrives_and_the_minibatches_behind_it_too()
    {
        var source = new CountingExamples(100) { Bad = 41 };
        using Dataset data = StreamedData.Of(source);
        long[] order = data.PlainOrder(1, 1);
        using Minibatches batches = data.Minibatches(1, 1, 10, threads: 4);
        for (int step = 0; step < 10; step++)
        {
            long[] indices = order[(step * 10)..((step + 1) * 10)];
            if (indices.Contains(41))
            {
                Assert.Equal("file 41", Assert.Throws<DatasetException>(() => Take()).Message);
            }
            else
            {
                Assert.True(batches.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _));
                Assert.Equal(indices.SelectMany(index => Enumerable.Repeat((float)index, 4)), inputs.ToArray());
            }
        }

        Assert.False(Take());

        bool Take() => batches.Next(out ReadOnlySpan<float> _, out ReadOnlySpan<int> _);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("part")]
    public void Inputs_begin_at_a_multiple_of_64_bytes_and_tensors_share_them(string kind)
    {
        Dataset data = Make(kind);
        data.Slice(0, 1, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        nint address;
        unsafe
        {
            fixed (float* first = inputs)
                address = (nint)first;
        }

        Assert.Equal(0, address % 64);
        Assert.Equal(address, TensorMemory.Of(data.Inputs));
    }

    [Fact]
    public void A_disposed_set_says_so()
    {
        Dataset data = Make("memory"), copy = Kept(data.To(CPU));
        data.Dispose();

        Assert.Throws<ObjectDisposedException>(() => data.Slice(0, 1, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _));
        Assert.Throws<ObjectDisposedException>(() => data.Inputs);
        copy.Slice(0, 1, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        Assert.Equal(36, inputs.Length);
    }

    [Fact]
    public void Tensors_are_made_once_whoever_asks_and_outlive_a_dispose_scope()
    {
        Dataset data = Make("memory");
        var inputs = new Tensor[8];
        Parallel.For(0, inputs.Length, i =>
        {
            using (NewDisposeScope())
                inputs[i] = data.Inputs;
        });

        Assert.All(inputs, tensor => Assert.Same(inputs[0], tensor));
        Assert.False(inputs[0].IsInvalid);
        data.Dispose();
        Assert.True(inputs[0].IsInvalid);
    }

    private static void Compare(Dataset data, int firstStep)
    {
        using Minibatches plain = data.Minibatches(5, 2, Size, firstStep, threads: 3);
        using Minibatches tensors = data.Minibatches(5, 2, Size, firstStep, threads: 3);

        for (int step = firstStep; step < 7; step++)
        {
            Assert.True(plain.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels));
            Assert.True(tensors.Next(out Tensor expected, out Tensor expectedLabels));
            Same(expected, expectedLabels, inputs, labels);
        }

        Assert.False(plain.Next(out ReadOnlySpan<float> none, out ReadOnlySpan<int> noLabels));
        Assert.True(none.IsEmpty && noLabels.IsEmpty);
        Assert.False(tensors.Next(out _, out _));
    }

    private static void Same(Tensor expected, Tensor expectedLabels, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        using (expected)
        using (expectedLabels)
        {
            Assert.Equal(expected.data<float>().ToArray(), inputs.ToArray());
            Assert.Equal(Array.ConvertAll(expectedLabels.data<long>().ToArray(), label => (int)label), labels.ToArray());
        }
    }

    /// <summary>60 images of 1×6×6 that all differ.</summary>
    private Dataset Make(string kind)
    {
        if (kind.StartsWith("augmented", StringComparison.Ordinal))
        {
            string what = kind == "augmented" ? "memory" : kind["augmented ".Length..];
            return Kept(Make(what).Augment(new Augmentation { HorizontalFlip = true, CropPadding = 2 }));
        }

        float[] inputs = [.. Enumerable.Range(0, 60 * 36).Select(i => i * .25f)];
        long[] labels = [.. Enumerable.Range(0, 60).Select(i => i * 7L % 10)];
        switch (kind)
        {
            case "memory":
                return Kept(Dataset.FromArrays(inputs, [1, 6, 6], labels));
            case "tensors":
                return Kept(new Dataset(tensor(inputs, [60, 1, 6, 6]), tensor(labels)));
            case "part":
                (Dataset first, Dataset rest) = Kept(Dataset.FromArrays(inputs, [1, 6, 6], labels)).Split(58, 4);
                Kept(rest);
                return Kept(first);
            default:
                var pixels = new PixelBlocks(36);
                pixels.Add([.. Enumerable.Range(0, 60 * 36).Select(i => (byte)(i * 7))]);
                var source = new PixelExamples(pixels, [1, 6, 6], new Normalization(.5f, .5f));
                return Kept(Dataset.FromSource(source, Array.ConvertAll(labels, label => (int)label), "pixels", 10));
        }
    }

    private T Kept<T>(T data)
        where T : IDisposable
    {
        _data.Add(data);
        return data;
    }
}
