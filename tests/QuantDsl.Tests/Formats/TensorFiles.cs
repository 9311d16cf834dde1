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
            [.. tensors.Select(entry => KeyValuePair.Create<string, ITensorValues>(entry.Key, new TensorValues(entry.Value)))],
            metadata);

    public static void Read(this SafetensorsFile file, string name, Tensor destination) => file.Read(name, new TensorValues(destination));
}
