using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Reference;
using static Microsoft.ML.OnnxRuntime.GraphOptimizationLevel;

namespace QuantDsl.Tests.Onnx;

/// <summary>Sizes of ONNX files, weights for ONNX Runtime's integer products, and what is refused.</summary>
public sealed class OnnxFileTests
{
    /// <summary>Inputs rounded to 8 bits cost up to some percent of the largest logit.</summary>
    private const double ToleranceOfIntegers = 0.05;

    private static readonly OnnxOptions Blocks = new() { Weights = OnnxWeights.MatMulNBits };

    [Fact]
    public void A_file_is_hardly_larger_than_its_bits()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("lenet5.onnx");
        using var model = new LeNet5();
        model.ExportOnnx(path, new OnnxOptions());

        Assert.InRange(new FileInfo(path).Length, model.Conv1.Weight.Count / 8, (1.05 * LeNet5.Info.PackedBytes) + 20_000);
        Assert.Equal("LeNet5", OnnxFileReader.Read(path).Metadata["quantdsl.model"]);
        model.Export(folder.File("same.onnx"));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder.File("same.onnx")));
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("linear 2")]
    [InlineData("linear 3")]
    [InlineData("linear 4")]
    [InlineData("linear 8")]
    [InlineData("logarithmic 2")]
    [InlineData("binary per channel")]
    [InlineData("linear 4 per channel")]
    [InlineData("biased")]
    [InlineData("LSTM, stacked")]
    public void Integer_products_answer_nearly_the_same(string name)
    {
        using var @case = new OnnxCase(name);
        using var folder = new TemporaryFolder();
        string path = folder.File("m.onnx");
        @case.Model.ExportOnnx!(path, Blocks);

        Assert.Contains(OnnxFileReader.Read(path).Operations, operation => operation.Type == "MatMulNBits");
        Assert.InRange(@case.Deviation(OnnxRun.Predict(path, @case.Input, areIds: false, ORT_ENABLE_ALL)), 0, ToleranceOfIntegers);
    }

    /// <summary>Small layers are multiplied in another way than large ones, for which ONNX Runtime has a kernel of its own.</summary>
    [Fact]
    public void Integer_products_of_wide_layers_answer_nearly_the_same()
    {
        const int samples = 3;
        using var folder = new TemporaryFolder();
        string path = folder.File("m.onnx");
        using var model = new WideTernary(seed: 1);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, samples * 512).Select(_ => (2 * random.NextSingle()) - 1)];
        float[] expected = new float[samples * 10];
        model.Predict(inputs, expected);
        model.ExportOnnx(path, Blocks);

        Assert.Equal(3, OnnxFileReader.Read(path).Operations.Count(operation => operation.Type == "MatMulNBits"));
        NdArray input = new([samples, 512], [.. inputs.Select(x => (double)x)]);
        double[] actual = OnnxRun.Predict(path, input, areIds: false, ORT_ENABLE_ALL);
        Assert.InRange(expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max() / expected.Max(Math.Abs), 0, ToleranceOfIntegers);
    }

    [Fact]
    public void A_model_without_a_layer_for_integer_products_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new Logarithmic4Mlp();

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(folder.File("m.onnx"), Blocks));
        Assert.Contains("Hidden1 (Linear(7), logarithmic 4 bits, per layer)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OnnxWeights.Packed", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = new BinaryMlp();
        string missing = folder.File(Path.Combine("missing", "m.onnx"));

        ModelFileException refusal = Assert.Throws<ModelFileException>(() => model.ExportOnnx(missing, new OnnxOptions()));
        Assert.Contains(missing, refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => model.ExportOnnx(folder.File("m.onnx"), null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { Opset = 17 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { Opset = 22 });
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.ExportOnnx(folder.File("m.onnx"), new OnnxOptions()));
        Assert.Empty(folder.Files);
    }
}
