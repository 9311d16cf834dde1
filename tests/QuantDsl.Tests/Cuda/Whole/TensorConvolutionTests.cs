using static QuantDsl.Tests.Cuda.Whole.DeviceKernels;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Convolutions by tensor cores beside those by float32 multiply-add, which steps compare with the reference: y, ∂x and ∂W, with and
/// without a max pooling behind, on images within borders; pixels of a sample by sample, or of all samples at once.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TensorConvolutionTests
{
    private const int Batch = 10, Samples = 9, Shards = 8;
    private const double Close = 3e-6;

    [ClangTheory]
    [InlineData("Signs", 1, false, 7, 6, 10, 36, 3, 1, 1, 1, 1, 32, 2, 2, 0)]
    [InlineData("Trits", 1, true, 9, 8, 7, 37, 3, 2, 1, 1, 2, 16, 3, 2, 1)]
    [InlineData("Levels", 7, true, 8, 9, 6, 66, 3, 1, 0, 2, 1, 32, 2, 2, 0)]
    [InlineData("Plain", 1, false, 5, 6, 34, 35, 1, 1, 0, 1, 2, 16, 3, 1, 1)]
    public void Give_what_those_in_float32_give(
        string form, int unit, bool isByOutput, int rows, int columns, int inputs, int outputs, int kernel, int stride, int padding,
        int dilation, int height, int depth, int pool, int poolStride, int poolPadding) =>
        Compare(
            new(form, unit, isByOutput), new(rows, columns, inputs, outputs), new(kernel, stride, padding, dilation),
            $"TensorTile<{height}, {depth}, 3>", new(pool, poolStride, poolPadding));

    /// <summary>In a program that notes each access of memory.</summary>
    [ClangFact]
    public void Have_no_races_and_stay_in_bounds() => Compare(
        new("Signs", 1, false), new(3, 4, 6, 33), new(3, 1, 1, 1), "TensorTile<1, 32, 3>", new(2, 2, 0), isTraced: true);

    /// <summary>Compares the results.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="size">Of x and of the channels of y.</param>
    /// <param name="window">The kernel's.</param>
    /// <param name="tile">The tile of y and ∂x.</param>
    /// <param name="pool">The pooling's window.</param>
    /// <param name="change">Makes a defect; null: none.</param>
    /// <param name="isTraced">Whether bounds and races are looked for.</param>
    internal static void Compare(
        LevelWeights weights, Size size, Window window, string tile, Window pool, Func<string, string>? change = null, bool isTraced = false)
    {
        var random = new Random(size.Outputs);
        (int inputs, int outputs, int taps) = (size.Inputs, size.Outputs, window.Kernel * window.Kernel);
        int steps = taps * inputs;
        Image x = new(size.Rows, size.Columns, inputs, Border: 1);
        Image y = new(window.Places(x.Rows), window.Places(x.Columns), outputs, Border: 2);
        Image pooled = new(pool.Places(y.Rows), pool.Places(y.Columns), outputs, Border: 0);
        string axis = $"Axis<{window.Kernel}, {window.Stride}, {window.Padding}, {window.Dilation}>";
        string byOutput = $"ByOutput<{outputs}, {inputs}, {taps}>", byInput = byOutput.Replace("Output", "Input");
        using DeviceKernels kernels = new(
            Source(
                weights, $"Convolution<{axis}, {axis}>", tile, $"PoolingWindow<{pool.Kernel}, {pool.Stride}, {pool.Padding}>",
                x, y, pooled, byOutput, byInput),
            change, isTraced);

        float[] scale = [.. Enumerable.Range(0, outputs).Select(_ => (float)(0.1 + random.NextDouble()))];
        Numbers image = kernels.Memory(Samples * x.Floats, Draw), scales = kernels.Memory(outputs, output => scale[output]);
        Numbers bias = kernels.Memory(outputs, Draw);
        Numbers q = kernels.Memory(outputs * steps, i => weights.Draw(random, scale[weights.IsByOutput ? i / steps : 0]));
        (int floats, int blocks) = weights.Packed(outputs, steps);
        Numbers packed = kernels.Memory(floats);
        kernels.Launch("packByOutput", blocks, 0, q, scales, packed);
        Numbers[] forward = Both(Samples * y.Floats);
        kernels.Launch("plainForward", Samples, 0, image, q, bias, forward[0]);
        kernels.Launch("tensorForward", Samples, 0, image, q, scales, packed, bias, forward[1]);
        AssertClose("y", forward);
        kernels.Launch("tensorForwardOfAll", RowTiles(y), Samples, image, q, scales, packed, bias, forward[1]);
        AssertClose("y of all samples", forward);

        Numbers gradient = kernels.Memory(Samples * y.Floats, Draw);
        (floats, blocks) = weights.Packed(inputs, taps * outputs);
        packed = kernels.Memory(floats);
        kernels.Launch("packByInput", blocks, 0, q, scales, packed);
        Numbers[] backward = Both(Samples * x.Floats);
        kernels.Launch("plainBackward", Samples, 0, gradient, q, backward[0]);
        kernels.Launch("tensorBackward", Samples, 0, gradient, q, scales, packed, backward[1]);
        AssertClose("∂x", backward);
        kernels.Launch("tensorBackwardOfAll", RowTiles(x), Samples, gradient, q, scales, packed, backward[1]);
        AssertClose("∂x of all samples", backward);

        int narrow = Tiles(outputs, steps, 32), tiles = Tiles(outputs, steps, 64);
        Numbers[] ofWeights = Both(outputs * steps);
        kernels.Launch("plainWeights", narrow, Samples, image, gradient, ofWeights[0]);
        kernels.Launch("tensorWeights", tiles, Samples, image, gradient, ofWeights[1]);
        AssertClose("∂W", ofWeights);

        Numbers small = kernels.Memory(Samples * pooled.Floats), places = kernels.Memory(Samples * pooled.Floats);
        kernels.Launch("pool", Samples, 0, gradient, small, places);
        kernels.Launch("plainPooledWeights", outputs, Samples, image, small, places, ofWeights[0]);
        kernels.Launch("tensorPooledWeights", tiles, Samples, image, small, places, ofWeights[1]);
        AssertClose("∂W of chosen pixels", ofWeights);
        Numbers[] shards = Both(Shards * outputs * steps);
        kernels.Launch("plainShards", Shards * outputs, Samples, image, small, places, shards[0]);
        kernels.Launch("tensorShards", Shards * tiles, Samples, image, small, places, shards[1]);
        AssertClose("∂W of shards", shards);

        static int RowTiles(Image image) => Tiles(Samples * image.Rows * image.Columns, image.Channels, 64);

        double Draw(int i) => (2 * random.NextDouble()) - 1;

        Numbers[] Both(int count) => [kernels.Memory(count, _ => 0), kernels.Memory(count, _ => 0)];
    }

    private static int Tiles(int rows, int columns, int width) => (rows + 63) / 64 * ((columns + width - 1) / width);

    private static void AssertClose(string what, Numbers[] both)
    {
        float[] expected = [.. Enumerable.Range(0, both[0].Count).Select(i => both[0][i])];
        float[] actual = [.. Enumerable.Range(0, both[1].Count).Select(i => both[1][i])];
        float largest = expected.Max(Math.Abs);
        Assert.NotEqual(0, largest);
        double error = expected.Zip(actual, (x, y) => (double)Math.Abs(x - y)).Max();
        Assert.True(error <= Close * largest, $"{what}: an error of {error}, where {largest} is the largest");
    }

    private static string Source(
        LevelWeights form, string type, string tile, string window, Image x, Image y, Image pooled, string byOutput, string byInput)
    {
        string scales = form.Scales(y.Channels), gradientTile = "TensorTile<1, 16, 3>";
        string places = $"Bytes<{pooled.Floats * 4}>{{(unsigned char*)places}}";
        string shape = $"Images<{y.Rows}, {y.Columns}, {y.Channels}, 0, 0>";
        return $$"""
            {{Kernel}} packByOutput(const float* q, const float* scales, float* packed, int) { {{form.Pack(byOutput, y.Channels)}} }
            {{Kernel}} packByInput(const float* q, const float* scales, float* packed, int) { {{form.Pack(byInput, y.Channels)}} }
            {{Kernel}} plainForward(float* x, const float* q, const float* bias, float* y, int)
            {
                {{type}}::forward({{x.Type}}{x}, q, Bias{bias}, {{y.Type}}{y}, blockIdx.x);
            }
            {{Kernel}} tensorForward(float* x, const float* q, const float* scales, const float* packed, const float* bias, float* y, int)
            {
                Tensor{{type}}::forward<{{tile}}>({{x.Type}}{x}, {{form.Operand(byOutput)}}, {{scales}}, Bias{bias}, {{y.Type}}{y}, blockIdx.x);
            }
            {{Kernel}} tensorForwardOfAll(
                float* x, const float* q, const float* scales, const float* packed, const float* bias, float* y, int samples)
            {
                Tensor{{type}}::forwardOfAll<{{tile}}>(
                    {{x.Type}}{x}, {{form.Operand(byOutput)}}, {{scales}}, Bias{bias}, {{y.Type}}{y}, samples, blockIdx.x);
            }
            {{Kernel}} plainBackward(float* y, const float* q, float* x, int)
            {
                {{type}}::inputGradient({{y.Type}}{y}, q, {{x.Type}}{x}, blockIdx.x);
            }
            {{Kernel}} tensorBackward(float* y, const float* q, const float* scales, const float* packed, float* x, int)
            {
                Tensor{{type}}::inputGradient<{{tile}}>({{y.Type}}{y}, {{form.Operand(byInput)}}, {{scales}}, {{x.Type}}{x}, blockIdx.x);
            }
            {{Kernel}} tensorBackwardOfAll(float* y, const float* q, const float* scales, const float* packed, float* x, int samples)
            {
                Tensor{{type}}::inputGradientOfAll<{{tile}}>(
                    {{y.Type}}{y}, {{form.Operand(byInput)}}, {{scales}}, {{x.Type}}{x}, samples, blockIdx.x);
            }
            {{Kernel}} plainWeights(float* x, float* y, float* target, int samples)
            {
                {{type}}::weightGradient<{{Batch}}>({{x.Type}}{x}, {{y.Type}}{y}, target, samples, blockIdx.x);
            }
            {{Kernel}} tensorWeights(float* x, float* y, float* target, int samples)
            {
                Tensor{{type}}::weightGradient<{{gradientTile}}, {{Batch}}>({{x.Type}}{x}, {{y.Type}}{y}, target, samples, blockIdx.x);
            }
            {{Kernel}} pool(float* y, float* pooled, float* places, int)
            {
                maxPooling<{{window}}>({{y.Type}}{y}, {{pooled.Type}}{pooled}, {{places}}, blockIdx.x);
            }
            {{Kernel}} plainPooledWeights(float* x, float* pooled, float* places, float* target, int samples)
            {
                {{type}}::pooledWeightGradient<{{Batch}}, {{window}}>(
                    {{x.Type}}{x}, {{pooled.Type}}{pooled}, {{places}}, target, samples, blockIdx.x);
            }
            {{Kernel}} tensorPooledWeights(float* x, float* pooled, float* places, float* target, int samples)
            {
                Tensor{{type}}::pooledWeightGradient<{{gradientTile}}, {{Batch}}, {{window}}, {{shape}}>(
                    {{x.Type}}{x}, {{pooled.Type}}{pooled}, {{places}}, target, samples, blockIdx.x);
            }
            {{Kernel}} plainShards(float* x, float* pooled, float* places, float* sums, int samples)
            {
                {{type}}::sumPooledShards<{{Batch}}, {{window}}>(
                    {{x.Type}}{x}, {{pooled.Type}}{pooled}, {{places}}, sums, samples, blockIdx.x);
            }
            {{Kernel}} tensorShards(float* x, float* pooled, float* places, float* sums, int samples)
            {
                Tensor{{type}}::sumPooledShards<{{gradientTile}}, {{Batch}}, {{window}}, {{shape}}>(
                    {{x.Type}}{x}, {{pooled.Type}}{pooled}, {{places}}, sums, samples, blockIdx.x);
            }
            """;
    }

    /// <summary>Of x, and of the channels of y.</summary>
    internal sealed record Size(int Rows, int Columns, int Inputs, int Outputs);

    /// <summary>A window that slides over an image.</summary>
    internal sealed record Window(int Kernel, int Stride, int Padding, int Dilation = 1)
    {
        public int Places(int size) => ((size + (2 * Padding) - ((Kernel - 1) * Dilation) - 1) / Stride) + 1;
    }

    /// <summary>Images of samples that follow each other.</summary>
    private sealed record Image(int Rows, int Columns, int Channels, int Border)
    {
        public int Floats => (Rows + (2 * Border)) * (Columns + (2 * Border)) * Channels;

        public string Type => $"Images<{Rows}, {Columns}, {Channels}, {Border}, {Floats}>";
    }
}
