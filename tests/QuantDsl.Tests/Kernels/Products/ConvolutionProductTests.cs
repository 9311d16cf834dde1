using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Linear layers and convolutions, forward and backward: right by float64, in the stated order bit for bit, the same for every width of
/// vectors, and within their memory.
/// </summary>
public sealed class ConvolutionProductTests
{
    private static readonly int[] Channels = [1, 3, 5, 16, 20, 33, 64];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forward(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = ConvolutionRun<Lanes16>.Forward(test);
        AssertTerms(test.OutputTerms(), actual, $"{test}, seed {seed}");
        AssertSame(actual, ConvolutionRun<Lanes8>.Forward(test), ConvolutionRun<Lanes4>.Forward(test));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gradient_with_respect_to_the_input(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = ConvolutionRun<Lanes16>.InputGradient(test);
        AssertTerms(test.InputGradientTerms(), actual, $"{test}, seed {seed}");
        AssertSame(actual, ConvolutionRun<Lanes8>.InputGradient(test), ConvolutionRun<Lanes4>.InputGradient(test));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gradient_with_respect_to_the_weights(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = ConvolutionRun<Lanes16>.WeightGradient(test, gathered: true);
        AssertShards(test, test.WeightGradientTerms, actual, $"{test}, seed {seed}");
        AssertSame(
            actual,
            ConvolutionRun<Lanes8>.WeightGradient(test, gathered: true),
            ConvolutionRun<Lanes4>.WeightGradient(test, gathered: true));
        int terms = (test.Dilation.X == 1 ? test.Kernel.X : 1) * test.Inputs;
        if (terms >= Lanes16.Count)
            AssertSame(actual, ConvolutionRun<Lanes16>.WeightGradient(test, gathered: false));
        if (terms >= Lanes8.Count)
            AssertSame(actual, ConvolutionRun<Lanes8>.WeightGradient(test, gathered: false));
        if (terms >= Lanes4.Count)
            AssertSame(actual, ConvolutionRun<Lanes4>.WeightGradient(test, gathered: false));
    }

    /// <summary>So many outputs that several tiles read the same part of the pixels, which are parts of lines, lines or samples.</summary>
    [Theory]
    [InlineData(9, 1, 50, 8)]
    [InlineData(3, 2, 300, 4)]
    [InlineData(2, 30, 20, 3)]
    [InlineData(21, 2, 3, 24)]
    public void Gradient_with_respect_to_the_weights_of_many_outputs(int samples, int height, int width, int batch)
    {
        ConvolutionCase test = new ConvolutionCase(samples, height, width, Inputs: 37, Outputs: 500, (1, 1), (1, 1), (0, 0))
        {
            Batch = Math.Max(samples, batch),
        }.Fill(width);
        float[] actual = ConvolutionRun<Lanes16>.WeightGradient(test, gathered: true);
        AssertSame(
            actual,
            ConvolutionRun<Lanes16>.WeightGradient(test, gathered: false),
            ConvolutionRun<Lanes8>.WeightGradient(test, gathered: false),
            ConvolutionRun<Lanes4>.WeightGradient(test, gathered: false));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gradient_with_respect_to_the_bias(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = ConvolutionRun<Lanes16>.BiasGradient(test);
        int pixels = test.Gradient.Length / test.Samples / test.Outputs;
        string what = $"{test}, seed {seed}";
        for (int o = 0; o < test.Outputs; o++)
        {
            float[] values = [.. test.Gradient.Where((_, i) => i % test.Outputs == o)];
            (float, float)[] terms = [.. values.Select(value => (value, 1f))];
            float Shard(int shard)
            {
                float sum = 0;
                for (int n = Start(test, shard); n < Start(test, shard + 1); n++)
                    sum += Terms.Fused(terms[(n * pixels)..((n + 1) * pixels)]);
                return sum;
            }
            (double exact, double bound) = Terms.Exact(terms);
            Terms.AssertEqual(Tree(Shard), exact, bound, actual[o], what, o);
        }
        AssertSame(actual, ConvolutionRun<Lanes8>.BiasGradient(test), ConvolutionRun<Lanes4>.BiasGradient(test));
    }

    internal static ConvolutionCase Case(int seed)
    {
        Random random = new(seed);
        if (seed % 4 == 0)
        {
            int batch = random.Next(1, 34);
            return (ConvolutionCase.Linear(batch, random.Next(1, 150), random.Next(1, 100)) with { Batch = random.Next(batch, 40) }).Fill(seed);
        }
        (int Y, int X) kernel = Pick<(int, int)>([(1, 1), (2, 2), (3, 3), (5, 5), (3, 1), (1, 3)]);
        (int Y, int X) stride = Pick<(int, int)>([(1, 1), (1, 1), (2, 2), (3, 3), (2, 1)]);
        (int Y, int X) padding = (random.Next(3), random.Next(3));
        int inputs = Pick(Channels), outputs = Pick(Channels), height = random.Next(5, 9), width = random.Next(5, 17);

        // The definition is slow: few samples of what has many weights.
        int samples = Math.Clamp(2_000_000 / (inputs * outputs * kernel.Y * kernel.X * height * width), 1, random.Next(2, 12));
        ConvolutionCase test = new(samples, height, width, inputs, outputs, kernel, stride, padding) { Batch = random.Next(samples, 20) };
        if (seed % 3 == 0)
            test = Dilated(test);
        return test.Fill(seed);

        ConvolutionCase Dilated(ConvolutionCase test)
        {
            (int Y, int X) dilation = Pick<(int, int)>([(2, 2), (1, 2), (3, 1), (2, 3)]);
            return test with
            {
                Dilation = (Fitting(height, kernel.Y, dilation.Y), Fitting(width, kernel.X, dilation.X)),
                ExtraPadding = (random.Next(2), random.Next(2)),
            };
        }

        static int Fitting(int size, int kernel, int dilation) => ((kernel - 1) * dilation) + 1 <= size ? dilation : 1;

        T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
    }

    private static void AssertTerms(IEnumerable<IEnumerable<(float, float)>> sums, float[] actual, string what)
    {
        int i = 0;
        foreach (IEnumerable<(float, float)> sum in sums)
        {
            (float, float)[] terms = [.. sum];
            (double exact, double bound) = Terms.Exact(terms);
            Terms.AssertEqual(Terms.Fused(terms), exact, bound, actual[i], what, i);
            i++;
        }
        Assert.Equal(i, actual.Length);
    }

    internal static void AssertShards(
        ConvolutionCase test, Func<int, int, IEnumerable<IEnumerable<(float, float)>>> termsOf, float[] actual, string what)
    {
        float[][] shards = [.. Enumerable.Range(0, BatchShards.Count).Select(shard =>
            termsOf(Start(test, shard), Start(test, shard + 1)).Select(Terms.Fused).ToArray())];
        int i = 0;
        foreach (IEnumerable<(float, float)> terms in termsOf(0, test.Samples))
        {
            (double exact, double bound) = Terms.Exact(terms);
            int weight = i;
            Terms.AssertEqual(Tree(shard => shards[shard][weight]), exact, bound, actual[i], what, i);
            i++;
        }
        Assert.Equal(i, actual.Length);
    }

    /// <summary>By the declared batch, not by what <see cref="BatchShards"/> says.</summary>
    private static int Start(ConvolutionCase test, int shard) => Math.Min(test.Samples, shard * (int)Math.Ceiling(test.Batch / 8.0));

    private static float Tree(Func<int, float> shard) =>
        ((shard(0) + shard(1)) + (shard(2) + shard(3))) + ((shard(4) + shard(5)) + (shard(6) + shard(7)));

    internal static void AssertSame(float[] expected, params float[][] others)
    {
        foreach (float[] other in others)
            Assert.Equal(Bits(expected), Bits(other));

        static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
    }
}
