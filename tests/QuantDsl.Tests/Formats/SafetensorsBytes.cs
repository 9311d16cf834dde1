using System.Buffers.Binary;
using System.Text;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Formats;

/// <summary>Files as byte arrays, put together from the format's description alone.</summary>
internal static class SafetensorsBytes
{
    /// <summary>Length, header and data, as any program could have written them.</summary>
    public static byte[] Compose(string header, params byte[] data) => Compose(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Compose(byte[] header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        return [.. prefix, .. header, .. data];
    }

    public static SafetensorsFile Open(byte[] file) => SafetensorsFile.Open(new MemoryStream(file), "test.safetensors");

    /// <summary>The file of the writer.</summary>
    public static byte[] Written(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("written.safetensors");
        TensorFiles.Write(path, tensors, metadata);
        return File.ReadAllBytes(path);
    }

    /// <summary>Everything that a reader can learn from a file, as text.</summary>
    public static string Describe(SafetensorsFile file)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)).Append('\n');
        foreach (SafetensorsEntry entry in file.Entries)
        {
            using Tensor tensor = empty([.. entry.Shape], entry.Dtype.ScalarType);
            file.Read(entry.Name, tensor);
            string data = Convert.ToHexString(tensor.bytes);
            text.Append($"{entry.Name} {entry.Dtype.ScalarType} [{string.Join(",", entry.Shape)}] {entry.Offset}+{entry.Length} {data}\n");
        }

        return text.ToString();
    }
}
