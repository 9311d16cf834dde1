namespace QuantDsl;

/// <summary>How a model is written to an ONNX file.</summary>
public sealed record OnnxOptions
{
    private const int LowestOpset = 18;
    private const int HighestOpset = 21;

    /// <summary>
    /// Version of ONNX's set of operations, 18 to 21. All give the same answers; the lowest, which is the default, is understood by most
    /// runtimes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 18 to 21.</exception>
    public int Opset
    {
        get;
        init => field = value is >= LowestOpset and <= HighestOpset
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value,
                $"Models are written for ONNX opset {LowestOpset} to {HighestOpset}. The default, {LowestOpset}, suits most.");
    } = LowestOpset;

    /// <summary>How quantized weights are stored, and with it how a runtime computes with them.</summary>
    public OnnxWeights Weights { get; init; } = OnnxWeights.Packed;

    /// <summary>The data set whose class names and normalisation travel along, as metadata; null: that of the last training run.</summary>
    public Dataset? Data { get; init; }
}
