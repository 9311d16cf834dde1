using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Products by look-up, forward and backward: right by float64, in the stated order bit for bit, the same for every width of vectors, and
/// within their memory.
/// </summary>
public sealed unsafe class LookUpProductTests
{
    private const float Positive = 0.7f; // α₊
    private const float Negative = 1.3f; // α₋

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    public static TheoryData<int> Batches => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolution_forward(int seed)
    {
        ConvolutionCase test = Case(seed);
        CheckForward(test, seed, default(SignSums), Signed);
        ConvolutionCase ternary = Ternary(test);
        CheckForward(ternary, seed, default(TernarySums), Level);
        WithTwoScales(sums => CheckForward(ternary, seed, sums, TwoScale));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolution_backward_with_a_factor_for_each_term(int seed)
    {
        ConvolutionCase test = Case(seed);
        CheckBackward(test, seed, default(SignSums), Signed);
        CheckBackward(Ternary(test), seed, default(TernarySums), Level);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Linear_forward_and_backward(int batch)
    {
        CheckLinear(batch, default(SignSums), Signed);
        CheckLinear(batch, default(TernarySums), Level);
        WithTwoScales(sums => CheckLinear(batch, sums, TwoScale));
    }

    private static void CheckForward<TSums>(ConvolutionCase test, int seed, TSums sums, Func<float, float> level)
        where TSums : struct, ILookUpSums
    {
        float[] actual = LookUpRun<Lanes16, TSums>.Forward(test, sums);
        AssertTerms<TSums>(
            test.OutputTerms(), level, test.Inputs, actual, (sum, i) => MathF.FusedMultiplyAdd(0.3f, sum, test.Bias[i % test.Outputs]),
            (sum, i) => (0.3f * sum) + test.Bias[i % test.Outputs], $"{test}, seed {seed}");
        AssertSame(actual, LookUpRun<Lanes8, TSums>.Forward(test, sums), LookUpRun<Lanes4, TSums>.Forward(test, sums));
    }

    private static void CheckBackward<TSums>(ConvolutionCase test, int seed, TSums sums, Func<float, float> level)
        where TSums : struct, ILookUpSums
    {
        float[] actual = LookUpRun<Lanes16, TSums>.InputGradient(test, sums);
        IEnumerable<IEnumerable<(float, float)>> terms = test.InputGradientTerms()
            .Select(sum => sum.Select((term, i) => (term.Gradient * test.Bias[i % test.Outputs], term.Weight)));
        AssertTerms<TSums>(terms, level, test.Outputs, actual, (sum, _) => sum, (sum, _) => sum, $"{test}, seed {seed}");
        AssertSame(actual, LookUpRun<Lanes8, TSums>.InputGradient(test, sums), LookUpRun<Lanes4, TSums>.InputGradient(test, sums));
    }

    private static void CheckLinear<TSums>(int batch, TSums sums, Func<float, float> level)
        where TSums : struct, ILookUpSums
    {
        Random random = new(batch);
        int inputs = random.Next(1, batch % 4 == 0 ? 1200 : 100), outputs = random.Next(1, batch % 4 == 1 ? 1200 : 200);
        float[] x = Numbers(batch * inputs), gradient = Numbers(batch * outputs), weights = Array.ConvertAll(Numbers(inputs * outputs), Middle);

        float[] y = LookUpRun<Lanes16, TSums>.Linear(batch, inputs, outputs, x, weights, isForward: true, sums);
        AssertTerms<TSums>(
            Enumerable.Range(0, batch * outputs).Select(i =>
                Enumerable.Range(0, inputs).Select(k => (x[(i / outputs * inputs) + k], weights[(i % outputs * inputs) + k]))),
            level, inputs, y, (sum, _) => sum, (sum, _) => sum, $"forward {batch}×{inputs}×{outputs}");
        AssertSame(
            y, LookUpRun<Lanes8, TSums>.Linear(batch, inputs, outputs, x, weights, true, sums),
            LookUpRun<Lanes4, TSums>.Linear(batch, inputs, outputs, x, weights, true, sums));

        float[] back = LookUpRun<Lanes16, TSums>.Linear(batch, inputs, outputs, gradient, weights, isForward: false, sums);
        AssertTerms<TSums>(
            Enumerable.Range(0, batch * inputs).Select(i =>
                Enumerable.Range(0, outputs).Select(k => (gradient[(i / inputs * outputs) + k], weights[(k * inputs) + (i % inputs)]))),
            level, outputs, back, (sum, _) => sum, (sum, _) => sum, $"backward {batch}×{inputs}×{outputs}");
        AssertSame(
            back, LookUpRun<Lanes8, TSums>.Linear(batch, inputs, outputs, gradient, weights, false, sums),
            LookUpRun<Lanes4, TSums>.Linear(batch, inputs, outputs, gradient, weights, false, sums));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>Columns of the kernel that do not meet neighbours are multiplied, not looked up.</summary>
    private static ConvolutionCase Case(int seed)
    {
        ConvolutionCase test = ConvolutionProductTests.Case(seed);
        return (test with { Dilation = (test.Dilation.Y, 1) }).Fill(seed);
    }

    private static ConvolutionCase Ternary(ConvolutionCase test) => test with { Weights = Array.ConvertAll(test.Weights, Middle) };

    /// <summary>Weights near 0 are 0.</summary>
    private static float Middle(float weight) => Math.Abs(weight) < 0.3f ? 0f : weight;

    private static void WithTwoScales(Action<TwoScaleSums> check)
    {
        float* levels = stackalloc float[TernaryTable.Levels.Length];
        TernaryTable.WriteLevels(Positive, Negative, levels);
        check(new TwoScaleSums(levels));
    }

    private static float Signed(float weight) => weight < 0 ? -1 : 1;

    private static float Level(float weight) => Math.Sign(weight);

    private static float TwoScale(float weight) => weight > 0 ? Positive : weight < 0 ? -Negative : 0;

    /// <summary>The terms of a group of a pixel are added first, in order, and then to the sum.</summary>
    private static float InGroups(IEnumerable<(float A, float B)> terms, int channels, int group)
    {
        float sum = 0;
        foreach ((float A, float B)[] pixel in terms.Chunk(channels))
        {
            foreach ((float A, float B)[] some in pixel.Chunk(group))
                sum += some.Aggregate(0f, (before, term) => MathF.FusedMultiplyAdd(term.A, term.B, before));
        }
        return sum;
    }

    private static void AssertTerms<TSums>(
        IEnumerable<IEnumerable<(float A, float B)>> outputs, Func<float, float> level, int channels, float[] actual,
        Func<float, int, float> finish, Func<double, int, double> exactFinish, string what)
        where TSums : struct, ILookUpSums
    {
        int i = 0;
        foreach (IEnumerable<(float A, float B)> output in outputs)
        {
            (float A, float B)[] terms = [.. output.Select(term => (term.A, level(term.B)))];
            (double exact, double bound) = Terms.Exact(terms);
            double finished = exactFinish(exact, i);
            Terms.AssertEqual(
                finish(InGroups(terms, channels, TSums.Group), i), finished, bound + Math.ScaleB(Math.Abs(finished), -22) + 1e-6, actual[i],
                $"{typeof(TSums).Name} {what}", i);
            i++;
        }
        Assert.Equal(i, actual.Length);
    }

    private static void AssertSame(float[] expected, params float[][] others)
    {
        foreach (float[] other in others)
            Assert.Equal(Array.ConvertAll(expected, BitConverter.SingleToInt32Bits), Array.ConvertAll(other, BitConverter.SingleToInt32Bits));
    }
}
