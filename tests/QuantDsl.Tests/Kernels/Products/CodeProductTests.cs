using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Products of weights that are codes of a file: in the order of training bit for bit, the same for every width of vectors, and within
/// their memory.
/// </summary>
public sealed unsafe class CodeProductTests
{
    public static TheoryData<int> Batches => [.. Enumerable.Range(1, 18)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Levels_with_one_scale_and_with_one_for_each_output(int batch)
    {
        Check<Bits2>(batch, isPerOutput: false);
        Check<Bits3>(batch, isPerOutput: false);
        Check<Bits4>(batch, isPerOutput: false);
        Check<Bits2>(batch, isPerOutput: true);
        Check<Bits3>(batch, isPerOutput: true);
        Check<Bits4>(batch, isPerOutput: true);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Values_of_any_size(int batch)
    {
        CheckValues<Bits2>(batch);
        CheckValues<Bits3>(batch);
        CheckValues<Bits4>(batch);
    }

    private static void Check<TBits>(int batch, bool isPerOutput)
        where TBits : struct, IBitWidth
    {
        Random random = new(batch + TBits.Bits);
        (int inputs, int outputs) = (random.Next(1, 120), random.Next(1, 150));
        float[] x = Numbers(random, batch * inputs), bias = Numbers(random, outputs);
        float[] scales = [.. Enumerable.Range(0, isPerOutput ? outputs : 1).Select(_ => 0.01f + random.NextSingle())];
        int[] codes = Codes<TBits>(random, inputs * outputs);
        int steps = (1 << (TBits.Bits - 1)) - 1;
        float[] levels = [.. codes.Select(code => Level(code, TBits.Bits))];
        float[] expected = [.. Sums(batch, inputs, outputs, x, levels).Select(
            (sum, i) => MathF.FusedMultiplyAdd(scales[isPerOutput ? i % outputs : 0] / steps, sum, bias[i % outputs]))];
        if (isPerOutput)
            Compare<TBits, CodedLevelRows<TBits>>(expected, batch, inputs, outputs, x, bias, codes, scales, values: []);
        else
            Compare<TBits, CodedLevels<TBits>>(expected, batch, inputs, outputs, x, bias, codes, scales, values: []);
    }

    private static void CheckValues<TBits>(int batch)
        where TBits : struct, IBitWidth
    {
        Random random = new(batch - TBits.Bits);
        (int inputs, int outputs) = (random.Next(1, 120), random.Next(1, 150));
        float[] x = Numbers(random, batch * inputs), bias = Numbers(random, outputs), values = Numbers(random, 1 << TBits.Bits);
        int[] codes = Codes<TBits>(random, inputs * outputs);
        IEnumerable<float> sums = Sums(batch, inputs, outputs, x, [.. codes.Select(code => values[code])]);
        float[] expected = [.. sums.Select((sum, i) => sum + bias[i % outputs])];
        Compare<TBits, CodedValues<TBits>>(expected, batch, inputs, outputs, x, bias, codes, scales: [1f], values);
    }

    private static void Compare<TBits, TForm>(
        float[] expected, int batch, int inputs, int outputs, float[] x, float[] bias, int[] codes, float[] scales, float[] values)
        where TBits : struct, IBitWidth
        where TForm : struct, IWeightForm
    {
        Assert.Equal(Bits(expected), Bits(CodeRun<TBits, TForm>.Forward<Lanes16>(batch, inputs, outputs, x, bias, codes, scales, values)));
        Assert.Equal(Bits(expected), Bits(CodeRun<TBits, TForm>.Forward<Lanes8>(batch, inputs, outputs, x, bias, codes, scales, values)));
        Assert.Equal(Bits(expected), Bits(CodeRun<TBits, TForm>.Forward<Lanes4>(batch, inputs, outputs, x, bias, codes, scales, values)));
    }

    /// <summary>Each product is a sum over the inputs in their order.</summary>
    private static IEnumerable<float> Sums(int batch, int inputs, int outputs, float[] x, float[] weights) =>
        Enumerable.Range(0, batch * outputs).Select(i =>
            Terms.Fused(Enumerable.Range(0, inputs).Select(k => (x[(i / outputs * inputs) + k], weights[(i % outputs * inputs) + k]))));

    /// <summary>Two's complement; the lowest number is −0.</summary>
    private static float Level(int code, int bits)
    {
        int half = 1 << (bits - 1);
        return code < half ? code : code == half ? -0f : code - (2 * half);
    }

    private static int[] Codes<TBits>(Random random, int count)
        where TBits : struct, IBitWidth =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(1 << TBits.Bits))];

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static IEnumerable<int> Bits(float[] numbers) => numbers.Select(BitConverter.SingleToInt32Bits);
}
