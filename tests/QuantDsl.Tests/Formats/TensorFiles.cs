using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Formats;

/// <summary>Safetensors files of tensors.</summary>
internal static class TensorFiles
{
    public static void Write(
        string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata) =>
        SafetensorsWriter.Write(
            path,
            [.. tensors.Select(entry => KeyValuePair.Create<string, ITensorValues>(entry.Key, new Values(entry.Value)))],
            metadata);

    public static void Read(this SafetensorsFile file, string name, Tensor destination) => file.Read(name, new Values(destination));

    /// <summary>The values of a contiguous tensor on the CPU.</summary>
    private sealed class Values(Tensor tensor) : ITensorValues
    {
        public ScalarType Dtype => tensor.dtype;

        public IReadOnlyList<long> Shape => tensor.shape;

        public void Read(Action<ReadOnlySpan<byte>> take) => Fill(piece => take(piece));

        public void Fill(Action<Span<byte>> fill)
        {
            int length = checked((int)(tensor.NumberOfElements * tensor.ElementSize));
            for (int start = 0; start < length; start += ITensorValues.PieceBytes)
                fill(tensor.bytes.Slice(start, Math.Min(ITensorValues.PieceBytes, length - start)));
        }
    }
}
