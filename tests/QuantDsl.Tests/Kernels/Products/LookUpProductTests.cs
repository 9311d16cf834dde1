using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Products by look-up, forward and backward: right by float64, in the stated order bit for bit, the same for every width of vectors, and
/// within their memory.
/// </summary>
public sealed class LookUpProductTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    public static TheoryData<int> Batches => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolution_forward(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = LookUpRun<Lanes16>.Forward(test);
        AssertTerms(
            test.OutputTerms(), test.Inputs, actual, (sum, i) => MathF.FusedMultiplyAdd(0.3f, sum, test.Bias[i % test.Outputs]),
            (sum, i) => (0.3f * sum) + test.Bias[i % test.Outputs], $"{test}, seed {seed}");
        AssertSame(actual, LookUpRun<Lanes8>.Forward(test), LookUpRun<Lanes4>.Forward(test));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolution_backward_with_a_factor_for_each_term(int seed)
    {
        ConvolutionCase test = Case(seed);
        float[] actual = LookUpRun<Lanes16>.InputGradient(test);
        IEnumerable<IEnumerable<(float, float)>> terms = test.InputGradientTerms()
            .Select(sum => sum.Select((term, i) => (term.Gradient * test.Bias[i % test.Outputs], term.Weight)));
        AssertTerms(terms, test.Outputs, actual, (sum, _) => sum, (sum, _) => sum, $"{test}, seed {seed}");
        AssertSame(actual, LookUpRun<Lanes8>.InputGradient(test), LookUpRun<Lanes4>.InputGradient(test));
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Linear_forward_and_backward(int batch)
    {
        Random random = new(batch);
        int inputs = random.Next(1, batch % 4 == 0 ? 1200 : 100), outputs = random.Next(1, batch % 4 == 1 ? 1200 : 200);
        float[] x = Numbers(batch * inputs), gradient = Numbers(batch * outputs), weights = Numbers(inputs * outputs);

        float[] y = LookUpRun<Lanes16>.Linear(batch, inputs, outputs, x, weights, isForward: true);
        AssertTerms(
            Enumerable.Range(0, batch * outputs).Select(i =>
                Enumerable.Range(0, inputs).Select(k => (x[(i / outputs * inputs) + k], weights[(i % outputs * inputs) + k]))),
            inputs, y, (sum, _) => sum, (sum, _) => sum, $"forward {batch}×{inputs}×{outputs}");
        AssertSame(
            y, LookUpRun<Lanes8>.Linear(batch, inputs, outputs, x, weights, true),
            LookUpRun<Lanes4>.Linear(batch, inputs, outputs, x, weights, true));

        float[] back = LookUpRun<Lanes16>.Linear(batch, inputs, outputs, gradient, weights, isForward: false);
        AssertTerms(
            Enumerable.Range(0, batch * inputs).Select(i =>
                Enumerable.Range(0, outputs).Select(k => (gradient[(i / inputs * outputs) + k], weights[(k * inputs) + (i % inputs)]))),
            outputs, back, (sum, _) => sum, (sum, _) => sum, $"backward {batch}×{inputs}×{outputs}");
        AssertSame(
            back, LookUpRun<Lanes8>.Linear(batch, inputs, outputs, gradient, weights, false),
            LookUpRun<Lanes4>.Linear(batch, inputs, outputs, gradient, weights, false));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>Columns of the kernel that do not meet neighbours are multiplied, not looked up.</summary>
    private static ConvolutionCase Case(int seed)
    {
        ConvolutionCase test = ConvolutionProductTests.Case(seed);
        return (test with { Dilation = (test.Dilation.Y, 1) }).Fill(seed);
    }

    /// <summary>Four terms of a pixel are added first, in order, and then to the sum.</summary>
    private static float InGroups(IEnumerable<(float A, float B)> terms, int channels)
    {
        float sum = 0;
        foreach ((float A, float B)[] pixel in terms.Chunk(channels))
        {
            foreach ((float A, float B)[] group in pixel.Chunk(4))
                sum += group.Select(Signed).Aggregate((a, b) => a + b);
        }
        return sum;
    }

    private static float Signed((float A, float B) term) => term.B < 0 ? -term.A : term.A;

    private static void AssertTerms(
        IEnumerable<IEnumerable<(float, float)>> outputs, int channels, float[] actual, Func<float, int, float> finish,
        Func<double, int, double> exactFinish, string what)
    {
        int i = 0;
        foreach (IEnumerable<(float A, float B)> terms in outputs)
        {
            (double exact, double bound) = Terms.Exact([.. terms.Select(term => (Signed(term), 1f))]);
            double finished = exactFinish(exact, i);
            Terms.AssertEqual(
                finish(InGroups(terms, channels), i), finished, bound + Math.ScaleB(Math.Abs(finished), -22) + 1e-6, actual[i], what, i);
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
