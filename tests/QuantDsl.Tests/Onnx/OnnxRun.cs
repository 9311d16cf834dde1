using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Onnx;

/// <summary>Runs ONNX files in ONNX Runtime.</summary>
internal static class OnnxRun
{
    public static readonly GraphOptimizationLevel[] Levels =
    [
        GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_BASIC, GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        GraphOptimizationLevel.ORT_ENABLE_ALL,
    ];

    /// <summary>Loads a file with shape inference that forgives nothing, and predicts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="input">The samples.</param>
    /// <param name="areIds">Whether they are token ids.</param>
    /// <param name="level">How much ONNX Runtime rewrites the graph.</param>
    /// <param name="optimized">Receives the rewritten graph; null: nothing does.</param>
    public static double[] Predict(string path, NdArray input, bool areIds, GraphOptimizationLevel level, string? optimized = null)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = level,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, // of a graph saved at the highest level: that it is this machine's
        };
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        if (optimized is not null)
            options.OptimizedModelFilePath = optimized;
        using var session = new InferenceSession(path, options);
        NamedOnnxValue value = areIds
            ? NamedOnnxValue.CreateFromTensor("input", new DenseTensor<long>(input.Data.Select(x => (long)x).ToArray(), input.Shape))
            : NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(input.Data.Select(x => (float)x).ToArray(), input.Shape));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([value], ["logits"]);
        return [.. results.Single().AsEnumerable<float>().Select(x => (double)x)];
    }
}
