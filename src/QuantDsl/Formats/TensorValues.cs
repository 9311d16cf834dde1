using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>The values of a tensor of libtorch, which may be strided and on any device.</summary>
internal sealed class TensorValues(Tensor tensor) : ITensorValues
{
    /// <inheritdoc/>
    public ScalarType Dtype => tensor.dtype;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => tensor.shape;

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take) => TensorBytes.Read(tensor, take);

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => TensorBytes.Fill(tensor, fill);
}
