using QuantDsl.Data;

namespace QuantDsl.Tests.Data;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void Same_seed_same_bytes_whatever_the_threads()
    {
        (byte[] pixels, long[] labels) = DigitDrawing.Draw(300, seed: 3, part: 0, threads: 1);
        foreach (int threads in new[] { 2, 3, 8, -1 })
        {
            (byte[] again, long[] labelsAgain) = DigitDrawing.Draw(300, seed: 3, part: 0, threads);
            Assert.Equal(pixels, again);
            Assert.Equal(labels, labelsAgain);
        }
    }

    [Fact]
    public void Other_seed_or_part_other_bytes()
    {
        (byte[] pixels, long[] labels) = DigitDrawing.Draw(300, seed: 3, part: 0);
        foreach ((long seed, int part) in new[] { (4L, 0), (3L, 1), (-3L, 0), (3L | (1L << 40), 0) })
        {
            (byte[] other, long[] otherLabels) = DigitDrawing.Draw(300, seed, part);
            Assert.NotEqual(pixels, other);
            Assert.NotEqual(labels, otherLabels);
        }
    }

    [Fact]
    public void No_two_images_share_a_seed()
    {
        HashSet<ulong> seeds = [];
        for (int i = 0; i < 60_000; i++)
        {
            Assert.True(seeds.Add(DigitDrawing.ImageSeed(0, 0, i)));
            Assert.True(seeds.Add(DigitDrawing.ImageSeed(0, 1, i)));
        }
    }

    [Fact]
    public void All_images_differ()
    {
        (byte[] train, _) = DigitDrawing.Draw(2000, seed: 0, part: 0);
        (byte[] test, _) = DigitDrawing.Draw(500, seed: 0, part: 1);

        Assert.Equal(2500, train.Chunk(784).Concat(test.Chunk(784)).Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void Classes_are_balanced_and_shuffled()
    {
        (_, long[] labels) = DigitDrawing.Draw(1003, seed: 0, part: 0);
        int[] counts = [.. Enumerable.Range(0, 10).Select(digit => labels.Count(label => label == digit))];

        Assert.Equal([101, 101, 101, 100, 100, 100, 100, 100, 100, 100], counts);
        Assert.InRange(labels.Where((label, i) => label == i % 10).Count(), 50, 150);
    }

    [Fact]
    public void Images_use_the_range_of_grey_and_stay_within_the_frame()
    {
        (byte[] pixels, _) = DigitDrawing.Draw(500, seed: 0, part: 0);

        Assert.Equal(0, pixels.Min());
        Assert.Equal(255, pixels.Max());
        Assert.True(pixels.Distinct().Count() > 250);
        foreach (byte[] image in pixels.Chunk(784))
        {
            double ink = image.Average(pixel => pixel / 255.0);
            Assert.InRange(ink, .02, .45);
            Assert.True(image.Count(pixel => pixel > 100) >= 15, "A digit must be seen above the noise.");
        }
    }

    [Fact]
    public void Data_sets_are_normalised_by_the_training_images()
    {
        (Dataset train, Dataset test) = Dataset.DrawnDigits(600, 200, seed: 1);
        using (train)
        using (test)
        {
            Assert.Equal([600, 1, 28, 28], train.Inputs.shape);
            Assert.Equal([200, 1, 28, 28], test.Inputs.shape);
            Assert.Equal(10, train.Classes);
            Assert.Equal(10, test.Classes);
            Assert.Equal(train.Normalization, test.Normalization);
            Assert.Equal(0, train.Inputs.mean().item<float>(), 1e-4);
            Assert.Equal(1, train.Inputs.std(unbiased: false).item<float>(), 1e-4);
            Assert.NotEqual(0, test.Inputs.mean().item<float>());
        }
    }

    [Fact]
    public void Few_examples_still_have_ten_classes_and_none_is_refused()
    {
        (Dataset train, Dataset test) = Dataset.DrawnDigits(2, 1);
        Assert.Equal(10, train.Classes);
        Assert.Equal(10, test.Classes);
        train.Dispose();
        test.Dispose();

        Assert.Throws<ArgumentOutOfRangeException>("train", () => Dataset.DrawnDigits(train: 0));
        Assert.Throws<ArgumentOutOfRangeException>("test", () => Dataset.DrawnDigits(test: -1));
        Assert.Throws<ArgumentOutOfRangeException>("train", () => Dataset.DrawnDigits(train: int.MaxValue));
    }

    /// <summary>Nearest class mean: far above chance (the classes are there), far from solved (the task is not trivial).</summary>
    [Fact]
    public void Is_neither_trivial_nor_hopeless()
    {
        (byte[] train, long[] trainLabels) = DigitDrawing.Draw(4000, seed: 0, part: 0);
        (byte[] test, long[] testLabels) = DigitDrawing.Draw(1000, seed: 0, part: 1);

        double[][] means = new double[10][];
        for (int digit = 0; digit < 10; digit++)
            means[digit] = new double[784];
        for (int i = 0; i < trainLabels.Length; i++)
        {
            for (int p = 0; p < 784; p++)
                means[trainLabels[i]][p] += train[(i * 784) + p] / 400.0;
        }

        int right = 0;
        for (int i = 0; i < testLabels.Length; i++)
        {
            byte[] image = test[(i * 784)..((i + 1) * 784)];
            int nearest = Enumerable.Range(0, 10).MinBy(
                digit => means[digit].Zip(image, (mean, pixel) => (mean - pixel) * (mean - pixel)).Sum());
            right += nearest == testLabels[i] ? 1 : 0;
        }

        Assert.InRange(right / 1000.0, .4, .85);
    }
}
