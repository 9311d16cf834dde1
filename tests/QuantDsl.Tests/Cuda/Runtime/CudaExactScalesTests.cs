using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>The exact solver by libtorch's operations finds what the one of the CPU finds.</summary>
[Trait("Category", "Cuda")]
public class CudaExactScalesTests
{
    private const int Offset = 16;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 257, 1)]
    [InlineData(1, 257, 2)]
    [InlineData(5, 31, 1)]
    [InlineData(5, 31, 2)]
    [InlineData(1, 1, 2)]
    public void It_agrees_with_the_solver_of_the_CPU(int rows, int columns, int sides)
    {
        var random = new Random(rows + columns + sides);
        float[] weights = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        float[] curvature = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)Math.Pow(10, random.NextDouble() * 6))];
        weights.AsSpan(0, columns / 3).Clear();

        AssertSame(weights, curvature, rows, sides);
    }

    [Theory]
    [InlineData(0f, 1)]
    [InlineData(0f, 2)]
    [InlineData(0.5f, 2)]
    [InlineData(-0.5f, 2)]
    public void Where_there_are_no_weights_the_scale_is_0(float weight, int sides)
    {
        float[] weights = [weight, weight, weight, weight, 1, -1, 0, 0.25f];

        AssertSame(weights, [1, 2, 3, 4, 5, 6, 7, 8], rows: 2, sides);
    }

    private static unsafe void AssertSame(float[] weights, float[] curvature, int rows, int sides)
    {
        int count = weights.Length;
        int columns = count / rows;
        using var store = new ParameterStore(null, seed: 1, parameters: Offset + count, scales: 1 + (rows * sides), statistics: 0);
        using var exact = new CudaExactScales(store, [new CudaParameter(0, CudaSolver.Exact, Offset, count, scale: 1, rows, sides)]);
        curvature.CopyTo(new Span<float>(store.Memory.Quantized + Offset, count));
        float[] expected =
        [
            0, // another parameter's
            .. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, sides).Select(side => sides == 1
                ? ExactScales.Scale(weights.AsSpan(row * columns, columns), curvature.AsSpan(row * columns, columns))
                : ExactScales.SideScale(
                    weights.AsSpan(row * columns, columns), curvature.AsSpan(row * columns, columns), side == 0 ? 1 : -1))),
        ];

        weights.CopyTo(new Span<float>(store.Memory.Latent + Offset, count));
        exact.Find(UpdateKind.Laq, default);
        Close(expected, exact.Scales);

        // In a trial the weights lie in the gradient's memory.
        new Span<float>(store.Memory.Latent + Offset, count).Fill(0.125f);
        exact.Scales.zero_();
        using var gradients = new Gradients([tensor(weights)], new Tensor?[1]);
        exact.Find(UpdateKind.Trial, gradients);
        Close(expected, exact.Scales);
        Assert.Equal(curvature, new Span<float>(store.Memory.Quantized + Offset, count).ToArray());
    }

    private static void Close(float[] expected, Tensor found) =>
        Assert.All(
            expected.Zip(found.data<float>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-6f));
}
