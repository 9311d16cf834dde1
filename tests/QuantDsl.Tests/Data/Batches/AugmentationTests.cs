using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly Augmentation Usual = new() { HorizontalFlip = true, CropPadding = 4 };

    [Fact]
    public void The_number_of_threads_does_not_matter()
    {
        using Dataset data = StreamedData.Numbered(60).Augment(new Augmentation { HorizontalFlip = true, CropPadding = 2 });
        float[] one = Epoch(data, 1, 1, threads: 1);

        Assert.Equal(one, Epoch(data, 1, 1, threads: 2));
        Assert.Equal(one, Epoch(data, 1, 1, threads: 4));
    }

    [Fact]
    public void The_size_of_minibatches_does_not_matter()
    {
        using Dataset data = StreamedData.Numbered(60).Augment(new Augmentation { HorizontalFlip = true, CropPadding = 2 });

        Assert.Equal(Epoch(data, 1, 1, threads: 2, size: 5), Epoch(data, 1, 1, threads: 2, size: 12));
    }

    [Fact]
    public void An_image_looks_different_by_seed_by_epoch_and_by_example()
    {
        // There are 2 · 7 · 7 ways: 30 draws give some 26 different ones.
        Augmentation augmentation = new() { HorizontalFlip = true, CropPadding = 3 };
        using Dataset alone = StreamedData.Equal(1).Augment(augmentation), many = StreamedData.Equal(30).Augment(augmentation);

        Assert.InRange(Different(Enumerable.Range(0, 30).Select(epoch => Epoch(alone, 1, epoch, 1))), 18, 30);
        Assert.InRange(Different(Enumerable.Range(0, 30).Select(seed => Epoch(alone, seed, 1, 1))), 18, 30);
        Assert.InRange(Different(Epoch(many, 1, 1, 1).Chunk(36)), 18, 30);

        static int Different(IEnumerable<float[]> images) => images.Select(image => string.Join(' ', image)).Distinct().Count();
    }

    [Fact]
    public void A_set_in_memory_and_one_of_pixels_are_varied_alike()
    {
        using Dataset pixels = StreamedData.Numbered(60);
        pixels.Slice(0, 60, out Tensor inputs, out Tensor labels);
        using Dataset memory = new(inputs, labels);
        Augmentation flips = new() { HorizontalFlip = true };
        using Dataset first = pixels.Augment(flips), second = memory.Augment(flips);

        Assert.Equal(Epoch(first, 1, 1, 2), Epoch(second, 1, 1, 1));
    }

    [Fact]
    public void Slices_and_batches_and_so_evaluation_are_not_varied()
    {
        using Dataset plain = StreamedData.Numbered(30);
        using Dataset data = plain.Augment(new Augmentation { HorizontalFlip = true, CropPadding = 3 });
        using Tensor order = plain.Order(1, 1);

        Same(slice: true);
        Same(slice: false);

        void Same(bool slice)
        {
            Take(plain, slice, out Tensor expected, out Tensor expectedLabels);
            Take(data, slice, out Tensor found, out Tensor labels);
            Assert.Equal(expected.data<float>().ToArray(), found.data<float>().ToArray());
            Array.ForEach([expected, expectedLabels, found, labels], tensor => tensor.Dispose());
        }

        void Take(Dataset from, bool slice, out Tensor inputs, out Tensor labels)
        {
            if (slice)
                from.Slice(5, 20, out inputs, out labels);
            else
                from.Batch(order, 5, 20, out inputs, out labels);
        }
    }

    [Fact]
    public void Half_of_the_images_are_mirrored_and_every_shift_is_as_likely()
    {
        // One image whose pixels all differ: what became of it tells how it was varied.
        float[] image = [.. Enumerable.Range(1, 3 * 12 * 12).Select(i => (float)i)];
        const int padding = 4, side = 12, count = 20_000;
        int[,] shifts = new int[9, 9];
        int flips = 0;
        for (int i = 0; i < count; i++)
        {
            float[] varied = [.. image];
            var random = new SplitMix64(SplitMix64.Mix(77, (ulong)i));
            ShiftAndFlip.Apply(Usual, ref random, [3, side, side], null, varied);
            (int down, int right, bool flip) = Explain(varied);
            shifts[down + padding, right + padding]++;
            flips += flip ? 1 : 0;
            Assert.Equal(Expected(image, down, right, flip), varied);
        }

        Assert.InRange(flips, (count / 2) - 350, (count / 2) + 350); // five standard deviations
        foreach (int number in shifts)
            Assert.InRange(number, 168, 326);

        (int Down, int Right, bool Flip) Explain(float[] varied)
        {
            // Row 6 and columns 5 and 6 are within the old image wherever it moves.
            int left = (int)varied[(6 * side) + 5] - 1, middle = (int)varied[(6 * side) + 6] - 1;
            bool flip = middle < left;
            int column = flip ? side - 1 - 5 : 5;
            return ((left / side) - 6, (left % side) - column, flip);
        }

        static float[] Expected(float[] image, int down, int right, bool flip) =>
        [
            .. from channel in Enumerable.Range(0, 3)
               from row in Enumerable.Range(0, side)
               from column in Enumerable.Range(0, side)
               let y = row + down
               let x = (flip ? side - 1 - column : column) + right
               select y is >= 0 and < side && x is >= 0 and < side ? image[(((channel * side) + y) * side) + x] : 0,
        ];
    }

    [Fact]
    public void What_moves_in_is_black_of_every_channel()
    {
        Normalization normalization = Normalization.ImageNet;
        float[] image = new float[3 * 8 * 8];
        var random = new SplitMix64(1);
        ShiftAndFlip.Apply(new Augmentation { CropPadding = 7 }, ref random, [3, 8, 8], normalization, image);

        for (int channel = 0; channel < 3; channel++)
        {
            float[] plane = image[(channel * 64)..((channel + 1) * 64)];
            float black = -normalization.Channels[channel].Mean / normalization.Channels[channel].StandardDeviation;
            Assert.Equal(2, plane.Distinct().Count());
            Assert.Contains(plane, value => Math.Abs(value - black) < 1e-6);
        }
    }

    [Fact]
    public void Scaled_images_are_cut_at_random_in_training_only()
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 12; i++)
            folder.Write($"{"ab"[i % 2]}/{i:D2}.png", ImageBytes.Noise(40 + i, 30, i));
        ImageFolderOptions options = new() { Size = 12, ShorterSide = 14 };
        using var plain = Dataset.FromImageFolder(folder.Path, options);
        using Dataset data = plain.Augment(new Augmentation { RandomResizedCrop = true });
        float[] one = Epoch(data, 1, 1, 1);

        Assert.Equal(one, Epoch(data, 1, 1, 2));
        Assert.Equal(one, Epoch(data, 1, 1, 4));
        Assert.NotEqual(Epoch(plain, 1, 1, 1), one); // in the same order
    }

    [Fact]
    public void The_parts_of_a_split_are_varied_too()
    {
        using Dataset data = StreamedData.Numbered(40).Augment(new Augmentation { CropPadding = 3 });
        (Dataset first, Dataset second) = data.Split(24, 1);
        using (first)
        using (second)
        {
            first.Slice(0, 24, out Tensor inputs, out Tensor labels);
            using (inputs)
            using (labels)
                Assert.NotEqual(inputs.data<float>().ToArray().Order(), Epoch(first, 1, 1, 1).Order());
        }
    }

    [Fact]
    public void What_cannot_be_varied_so_is_refused()
    {
        using var flat = Dataset.FromArrays([1, 2, 3, 4], [2], [0, 1]);
        using Dataset images = StreamedData.Numbered(4);

        Refusal.Of(() => flat.Augment(Usual), "images [channels, height, width] to augment, found 2");
        Refusal.Of(() => images.Augment(new Augmentation { CropPadding = 6 }), "CropPadding below the size of the images, 1×6×6, found 6");
        Refusal.Of(() => images.Augment(new Augmentation { RandomResizedCrop = true }), "images of any size for RandomResizedCrop");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation { CropPadding = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation { MinimumArea = 0 });
    }

    private static float[] Epoch(Dataset data, long seed, int epoch, int threads, long size = 5)
    {
        List<float> inputs = [];
        using Minibatches batches = data.Minibatches(seed, epoch, Math.Min(size, data.Count), threads: threads);
        while (batches.Next(out Tensor input, out Tensor labels))
        {
            using (input)
            using (labels)
                inputs.AddRange(input.data<float>().ToArray());
        }

        return [.. inputs];
    }
}
