using static QuantDsl.Tests.Cuda.Whole.DeviceKernels;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Recurrences whose products with the states tensor cores make, beside those by float32 multiply-add, which steps compare with the
/// reference: of more units than a block takes at once, of more terms than it holds, and with a slice that is not full.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TensorRecurrenceTests
{
    private const int Positions = 3;
    private const double Close = 5e-6;

    [ClangTheory]
    [InlineData("Lstm", "Signs", 1, 1, 70, 18)]
    [InlineData("Lstm", "Trits", 1, 4, 66, 9)]
    [InlineData("Gru", "Levels", 7, 3 * 65, 65, 17)]
    [InlineData("Gru", "Signs", 1, 3, 264, 2)]
    public void Give_what_those_in_float32_give(string layer, string form, int unit, int scales, int hidden, int samples) =>
        Compare(layer, form, unit, scales, hidden, samples);

    /// <summary>In a program that notes each access of memory.</summary>
    [ClangFact]
    public void Have_no_races_and_stay_in_bounds() =>
        Compare("Lstm", "Signs", unit: 1, scales: 4, hidden: 65, samples: 17, isTraced: true);

    /// <summary>Compares gates, states and gradients.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="form">Of the weights.</param>
    /// <param name="unit">Of their grid.</param>
    /// <param name="scales">How many scales they have.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="change">Makes a defect; null: none.</param>
    /// <param name="isTraced">Whether bounds and races are looked for.</param>
    internal static void Compare(
        string layer, string form, int unit, int scales, int hidden, int samples, Func<string, string>? change = null, bool isTraced = false)
    {
        int gates = layer == "Lstm" ? 4 : 3, outputs = gates * hidden;
        LevelWeights weights = new(form, unit, IsByOutput: scales > 1) { OutputsOfScale = outputs / scales };
        using DeviceKernels kernels = new(Source(layer, weights, gates, hidden), change, isTraced);
        var random = new Random(hidden);
        float[] scale = [.. Enumerable.Range(0, scales).Select(_ => (float)((0.5 + random.NextDouble()) / Math.Sqrt(hidden)))];
        Numbers q = kernels.Memory(outputs * hidden, i => weights.Draw(random, scale[weights.ScaleOf(i / hidden)]));
        Numbers alphas = kernels.Memory(scales, i => scale[i]), bias = kernels.Memory(outputs, Draw);
        Numbers sums = kernels.Memory(samples * Positions * outputs, Draw), gradient = kernels.Memory(samples * Positions * hidden, Draw);
        (int floats, int blocks) = weights.Packed(outputs, hidden);
        Numbers byOutput = kernels.Memory(floats);
        kernels.Launch("packByOutput", blocks, 0, q, alphas, byOutput);
        (floats, blocks) = weights.Packed(hidden, outputs);
        Numbers byInput = kernels.Memory(floats);
        kernels.Launch("packByInput", blocks, 0, q, alphas, byInput);
        Numbers[][] results = [.. new[] { "plain", "tensor" }.Select(kernel =>
        {
            int[] sizes = [4 * hidden, hidden, hidden, outputs, outputs, hidden]; // of a position
            Numbers[] made = [.. sizes.Select(size => kernels.Memory(samples * Positions * size, _ => 0))];
            int slice = kernel == "plain" ? 4 : 16;
            kernels.Launch(
                kernel, (samples + slice - 1) / slice, samples, [sums, q, alphas, byOutput, byInput, bias, gradient, .. made]);
            return made;
        })];
        string[] names = ["gates", "cells", "states", "∂ of the sums", "∂ of what states give"];
        for (int i = 0; i < names.Length; i++)
        {
            float[] expected = Values(results[0][i]), actual = Values(results[1][i]);
            double error = expected.Zip(actual, (x, y) => (double)Math.Abs(x - y)).Max();
            Assert.True(error <= Close * expected.Max(Math.Abs), $"{names[i]}: an error of {error}"); // NaN is none
        }
        Assert.NotEqual(0, results[0][3][0]);

        double Draw(int i) => (2 * random.NextDouble()) - 1;
    }

    private static float[] Values(Numbers numbers) => [.. Enumerable.Range(0, numbers.Count).Select(i => numbers[i])];

    private static string Source(string layer, LevelWeights weights, int gates, int hidden)
    {
        int outputs = gates * hidden, groups = Math.Min(4, (hidden + 63) / 64);
        string byOutput = $"ByOutput<{outputs}, {hidden}, 1>", byInput = $"ByInput<{outputs}, {hidden}, 1>";
        string scales = weights.Scales(outputs), plain = $"Recurrence<{gates}, {hidden}, 256, 4>";
        return $$"""
            {{Kernel}} packByOutput(const float* q, const float* scales, float* packed, int) { {{weights.Pack(byOutput, outputs)}} }
            {{Kernel}} packByInput(const float* q, const float* scales, float* packed, int) { {{weights.Pack(byInput, outputs)}} }
            {{Both("plain", plain, plain, "q", "q")}}
            {{Both(
                "tensor", Tensor(1), Tensor(groups),
                $"ScaledLevels{{{weights.Operand(byOutput).Replace("packed", "byOutput")}, {scales}}}",
                $"ScaledLevels{{{weights.Operand(byInput).Replace("packed", "byInput")}, {scales}}}")}}
            """;

        string Tensor(int groups) => $"TensorRecurrence<{gates}, {hidden}, {groups}, TensorTile<1, 16, 3>>";

        string Both(string name, string forward, string backward, string ahead, string back) => $$"""
            {{Kernel}} {{name}}(
                float* ofSums, const float* q, const float* scales, const float* byOutput, const float* byInput, const float* bias,
                float* ofGradient, float* ofGates, float* ofCells, float* ofStates, float* ofSumGradient, float* ofRecurrent, float* memory,
                int samples)
            {
                {{Values(outputs)}} sums{ofSums}, sumGradient{ofSumGradient}, recurrentGradient{ofRecurrent};
                {{Values(4 * hidden)}} gates{ofGates};
                {{Values(hidden)}} cells{ofCells}, states{ofStates}, gradient{ofGradient};
                Images<1, 1, {{hidden}}, 0, {{hidden}}> kept{memory};
                (void)recurrentGradient, (void)cells, (void)bias, (void)scales;
                {{layer}}<{{forward}}>::forward(
                    sums, {{ahead}}, {{(layer == "Lstm" ? "gates, cells, states" : "bias, gates, states")}}, samples);
                __syncthreads();
                {{layer}}<{{backward}}>::backward(
                    gates, {{(layer == "Lstm" ? "cells" : "states")}}, {{back}}, gradient, sumGradient,
                    {{(layer == "Lstm" ? "" : "recurrentGradient, ")}}kept, samples);
            }
            """;

        static string Values(int channels) => $"Images<1, {Positions}, {channels}, 0, {Positions * channels}>";
    }
}
