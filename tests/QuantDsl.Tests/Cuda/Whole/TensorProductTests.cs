using static QuantDsl.Tests.Cuda.Whole.DeviceKernels;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Products of linear layers by tensor cores against float64: y, ∂x and ∂W of layers whose sizes are no multiples of a tile's. Errors are
/// compared with Σ|terms|, of which a float32 sum may lose 2⁻²⁴ at each addition. Of sequences, all positions are rows.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TensorProductTests
{
    /// <summary>The bound: what a float32 sum of 8 terms may lose.</summary>
    public const double AsFloat32 = 1.0 / (1 << 21);

    private const int Rows = 66;

    /// <summary>Each form of weights, both heights and depths of tiles, pairs of neighbours and single numbers.</summary>
    [ClangTheory]
    [InlineData("Signs", 1, false, 40, 70, 1, 32)]
    [InlineData("Signs", 1, true, 33, 65, 2, 16)]
    [InlineData("Trits", 1, true, 41, 67, 1, 32)]
    [InlineData("Trits", 1, false, 70, 34, 2, 16)]
    [InlineData("Levels", 7, false, 66, 70, 1, 32)]
    [InlineData("Levels", 127, true, 35, 70, 2, 16)]
    [InlineData("Levels", 0, true, 40, 67, 1, 32)]
    [InlineData("Plain", 1, false, 40, 66, 1, 16)]
    [InlineData("Plain", 1, false, 67, 35, 2, 16)]
    public void Are_as_accurate_as_in_float32(string form, int unit, bool isByOutput, int inputs, int outputs, int height, int depth)
    {
        foreach (double error in Errors(new(form, unit, isByOutput), inputs, outputs, $"TensorTile<{height}, {depth}, 3>", parts: 3))
            Assert.InRange(error, 0, AsFloat32);
    }

    /// <summary>The same of sequences, and of states that meet the gradient of the position behind; scales of gates.</summary>
    [ClangTheory]
    [InlineData("Signs", 1, 1, 3, 0)]
    [InlineData("Trits", 1, 4, 6, 1)]
    [InlineData("Plain", 1, 1, 3, 1)]
    public void Are_as_accurate_at_positions(string form, int unit, int gates, int positions, int delay)
    {
        LevelWeights weights = new(form, unit, IsByOutput: gates > 1) { OutputsOfScale = 68 / gates };
        foreach (double error in Errors(weights, 34, outputs: 68, "TensorTile<1, 16, 3>", 3, null, positions, delay, isTraced: gates > 1))
            Assert.InRange(error, 0, AsFloat32);
    }

    /// <summary>Fewer parts of a number are less accurate, by as much as they should be.</summary>
    [ClangTheory]
    [InlineData("Signs", 2, 1e-7, 1.0 / (1 << 16))]
    [InlineData("Signs", 1, 1e-4, 1.0 / (1 << 8))]
    [InlineData("Plain", 2, 1e-7, 1.0 / (1 << 15))]
    [InlineData("Plain", 1, 1e-4, 1.0 / (1 << 7))]
    public void Have_the_precision_that_was_asked_for(string form, int parts, double least, double most)
    {
        foreach (double error in Errors(new(form, 1, false), inputs: 40, outputs: 66, $"TensorTile<1, 16, {parts}>", parts))
            Assert.InRange(error, least, most);
    }

    /// <summary>NaN and infinity are not lost where a number is taken apart.</summary>
    [ClangTheory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.NaN, 2)]
    [InlineData(float.NaN, 3)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(float.NegativeInfinity, 3)]
    public void Remember_what_is_not_finite(float value, int parts)
    {
        using DeviceKernels kernels = new($$"""
            {{Kernel}} parts(const float* x, float* to, int)
            {
                unsigned parts[{{parts}}];
                split(*x, parts);
                float sum = 0;
                for (unsigned part : parts)
                    sum += __int_as_float(part);
                if (threadIdx.x == 0)
                    *to = sum;
            }
            """);
        // NaN as a device makes it, with all bits of its mantissa.
        Numbers x = kernels.Memory(1, _ => 0), sum = kernels.Memory(1);
        x[0] = float.IsNaN(value) ? BitConverter.Int32BitsToSingle(0x7fffffff) : value;
        kernels.Launch("parts", 1, 0, x, sum);
        Assert.False(float.IsFinite(sum[0]));
    }

    /// <summary>The largest errors of y, ∂x and ∂W, in units of the sums of their terms' magnitudes.</summary>
    internal static double[] Errors(
        LevelWeights form, int inputs, int outputs, string tile, int parts, Func<string, string>? change = null,
        int positions = 1, int delay = 0, bool isTraced = false)
    {
        int samples = Rows / positions;
        using DeviceKernels kernels = new(Source(form, inputs, outputs, tile, parts, samples, positions, delay), change, isTraced);
        var random = new Random(inputs + outputs);
        int stride = (positions * outputs) + 2; // of y, whose samples lie apart
        float[] scale = [.. Enumerable.Range(0, outputs).Select(_ => (float)(0.1 + random.NextDouble()))];
        Numbers x = kernels.Memory(Rows * inputs, _ => Normal());
        Numbers scales = kernels.Memory(outputs, output => scale[output]);
        Numbers q = kernels.Memory(outputs * inputs, i => form.Draw(random, scale[form.ScaleOf(i / inputs)]));
        Numbers bias = kernels.Memory(outputs, _ => Normal());
        Numbers y = kernels.Memory(samples * stride), gradient = kernels.Memory(samples * stride, _ => Normal());
        Numbers inputGradient = kernels.Memory(Rows * inputs), weightGradient = kernels.Memory(outputs * inputs);
        (int floats, int blocks) = form.Packed(outputs, inputs);
        Numbers byOutput = kernels.Memory(floats);
        kernels.Launch("packByOutput", blocks, 0, q, scales, byOutput);
        (floats, blocks) = form.Packed(inputs, outputs);
        Numbers byInput = kernels.Memory(floats);
        kernels.Launch("packByInput", blocks, 0, q, scales, byInput);
        kernels.Launch("linearForward", Tiles(Rows, outputs), samples, x, q, scales, byOutput, bias, y);
        kernels.Launch("linearBackward", Tiles(Rows, inputs), samples, gradient, q, scales, byInput, inputGradient);
        kernels.Launch("linearWeights", Tiles(outputs, inputs), samples, x, gradient, weightGradient);
        int[] met = [.. Enumerable.Range(0, Rows).Where(row => row % positions < positions - delay)];
        return
        [
            Worst(Rows, outputs, (row, o) => y[Place(row, o)],
                (row, o) => Enumerable.Range(0, inputs).Select(i => (double)x[(row * inputs) + i] * q[(o * inputs) + i]).Append(bias[o])),
            Worst(Rows, inputs, (row, i) => inputGradient[(row * inputs) + i],
                (row, i) => Enumerable.Range(0, outputs).Select(o => (double)gradient[Place(row, o)] * q[(o * inputs) + i])),
            Worst(outputs, inputs, (o, i) => weightGradient[(o * inputs) + i],
                (o, i) => met.Select(row => (double)gradient[Place(row + delay, o)] * x[(row * inputs) + i])),
        ];

        int Place(int row, int output) => (row / positions * stride) + (row % positions * outputs) + output;

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>As many as the smallest tiles need; a block beyond the last tile has nothing to do, for its first row is behind the end.</summary>
    private static int Tiles(int rows, int columns) => (rows + 63) / 64 * ((columns + 63) / 64);

    private static double Worst(int rows, int columns, Func<int, int, float> result, Func<int, int, IEnumerable<double>> terms)
    {
        double worst = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double[] all = [.. terms(row, column)];
                worst = Math.Max(worst, Math.Abs(result(row, column) - all.Sum()) / all.Sum(Math.Abs));
            }
        }
        return worst;
    }

    private static string Source(
        LevelWeights form, int inputs, int outputs, string tile, int parts, int samples, int positions, int delay)
    {
        int batch = samples + 4; // a minibatch that is not full
        string byOutput = $"ByOutput<{outputs}, {inputs}, 1>", byInput = $"ByInput<{outputs}, {inputs}, 1>";
        string x = $"Images<1, {positions}, {inputs}, 0, {positions * inputs}>", scales = form.Scales(outputs);
        string y = $"Images<1, {positions}, {outputs}, 0, {(positions * outputs) + 2}>";
        return $$"""
            {{Kernel}} packByOutput(const float* q, const float* scales, float* packed, int) { {{form.Pack(byOutput, outputs)}} }
            {{Kernel}} packByInput(const float* q, const float* scales, float* packed, int) { {{form.Pack(byInput, outputs)}} }
            {{Kernel}} linearForward(float* x, const float* q, const float* scales, const float* packed, const float* bias, float* y, int samples)
            {
                tensorLinear<{{tile}}>({{x}}{x}, {{form.Operand(byOutput)}}, {{scales}}, Bias{bias}, {{y}}{y}, samples, blockIdx.x);
            }
            {{Kernel}} linearBackward(float* y, const float* q, const float* scales, const float* packed, float* x, int samples)
            {
                tensorLinearInputGradient<{{tile}}>({{y}}{y}, {{form.Operand(byInput)}}, {{scales}}, {{x}}{x}, samples, blockIdx.x);
            }
            {{Kernel}} linearWeights(float* x, float* y, float* target, int samples)
            {
                tensorLinearWeightGradient<TensorTile<1, 16, {{parts}}>, {{batch}}, {{delay}}>({{x}}{x}, {{y}}{y}, target, samples, blockIdx.x);
            }
            """;
    }
}
