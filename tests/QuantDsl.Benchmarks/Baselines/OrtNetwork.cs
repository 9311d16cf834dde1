using Microsoft.ML.OnnxRuntime;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>An exported model in ONNX Runtime: one sample, one thread, all optimisations, memory that is bound once.</summary>
internal sealed class OrtNetwork : IDisposable
{
    private readonly SessionOptions _options = new()
    {
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
    };

    private readonly RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly OrtIoBinding _binding;

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">Shape of the input of one sample, [1, …].</param>
    /// <param name="areIds">Whether it holds token ids.</param>
    public OrtNetwork(string path, long[] shape, bool areIds)
    {
        _session = new InferenceSession(path, _options);
        long size = shape.Aggregate(1L, (product, axis) => product * axis);
        _input = areIds
            ? OrtValue.CreateTensorValueFromMemory(new long[size], shape)
            : OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, (int)size).Select(i => (i * 7 % 13) - 6f).ToArray(), shape);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("input", _input);
        _binding.BindOutputToDevice("logits", OrtMemoryInfo.DefaultInstance);
    }

    /// <summary>Predicts.</summary>
    public void Predict() => _session.RunWithBinding(_run, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _session.Dispose();
        _run.Dispose();
        _options.Dispose();
    }
}
