using Microsoft.ML.OnnxRuntime;
using QuantDsl.Tests.Engine;
using static Microsoft.ML.OnnxRuntime.GraphOptimizationLevel;

namespace QuantDsl.Tests.Onnx;

/// <summary>
/// Every operation and quantizer of the language, written to ONNX, gives the logits of the float64 reference in ONNX Runtime; and ONNX
/// Runtime expands the weights once, when it loads the file.
/// </summary>
public sealed class OnnxAgreementTests
{
    /// <summary>Of the largest logit.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>That of deep networks and of recurrences, which pass rounding on from position to position.</summary>
    private const double ToleranceOfDeep = 1e-4;

    private const int LowestOpset = 18;
    private const int Opsets = 4;

    private static readonly string[] Expanding = ["BitShift", "BitwiseAnd", "BitwiseOr", "Cast", "Slice", "DequantizeLinear"];

    public static TheoryData<string> Names => [.. StepCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_agree_with_the_reference(string name)
    {
        using var @case = new OnnxCase(name);
        using var folder = new TemporaryFolder();
        string path = folder.File("m.onnx"), optimized = folder.File("optimized.onnx");
        int opset = LowestOpset + (StepCases.All.Keys.ToList().IndexOf(name) % Opsets);
        @case.Model.ExportOnnx!(path, new OnnxOptions { Opset = opset });

        double tolerance = IsDeep(name) ? ToleranceOfDeep : Tolerance;
        Assert.InRange(@case.Deviation(@case.Ours), 0, tolerance);
        foreach (GraphOptimizationLevel level in OnnxRun.Levels)
        {
            bool isBasic = level == ORT_ENABLE_BASIC;
            double[] logits = OnnxRun.Predict(
                path, @case.Input, @case.Model.Info.Vocabulary is not null, level, isBasic ? optimized : null);
            double deviation = @case.Deviation(logits);
            Assert.True(deviation <= tolerance, $"{name}, opset {opset}, {level}: {deviation:E2} of the largest logit.");
        }
        AssertOrder(OnnxFileReader.Read(path));
        AssertFolded(OnnxFileReader.Read(path), OnnxFileReader.Read(optimized), @case.Model.Info);
        Assert.InRange(new FileInfo(path).Length, 1, (1.05 * @case.Model.Info.PackedBytes) + 20_000);
    }

    /// <summary>As ONNX's reference checker wants it: each value has one name, and is made before it is read.</summary>
    private static void AssertOrder(OnnxFileReader file)
    {
        HashSet<string> known = [.. file.Inputs, .. file.Constants];
        Assert.Equal(file.Inputs.Count + file.Constants.Count, known.Count);
        foreach (OnnxFileReader.Operation operation in file.Operations)
        {
            Assert.All(operation.Inputs, input => Assert.Contains(input, known));
            Assert.All(operation.Outputs.Where(output => output.Length > 0), output => Assert.True(known.Add(output), output));
        }
        Assert.Contains(Assert.Single(file.Outputs), known);
    }

    /// <summary>What expands weights is gone; of the look-ups, only that of token ids is left.</summary>
    private static void AssertFolded(OnnxFileReader written, OnnxFileReader optimized, ModelInfo model)
    {
        Assert.Equal(model.Layers.Any(layer => layer.Bits < 32), written.Operations.Any(operation => operation.Type == "Gather"
            && !operation.Inputs.Contains("input")));
        Assert.Empty(optimized.Operations.Where(operation => Expanding.Contains(operation.Type)).Select(operation => operation.Type));
        Assert.All(optimized.Operations.Where(operation => operation.Type == "Gather"), look => Assert.Equal("input", look.Inputs[1]));
        Assert.DoesNotContain(written.Operations, operation => operation.Type == "DequantizeLinear");
    }

    private static bool IsDeep(string name) => new[] { "LSTM", "GRU", "Net", "sequences", "layer norm", "groups" }
        .Any(part => name.Contains(part, StringComparison.Ordinal));
}
