using System.Buffers.Binary;
using System.Text;
using QuantDsl.Tests.Formats;

namespace QuantDsl.Tests.Import;

/// <summary>
/// A safetensors file as the Python library writes it: no checksum, a header padded with spaces, and the entries of the header in another
/// order than the data, the metadata among them.
/// </summary>
internal sealed class ForeignFile
{
    private readonly List<(string Name, string Type, string Shape, byte[] Data)> _tensors = [];

    public ForeignFile Add(string name, int[] shape, params float[] values) => Add(name, "F32", shape, [.. values.SelectMany(Single)]);

    public ForeignFile AddHalf(string name, int[] shape, params float[] values) => Add(name, "F16", shape, [.. values.SelectMany(Half)]);

    /// <summary>Values of which float32 has 16 bits.</summary>
    public ForeignFile AddBFloat(string name, int[] shape, params float[] values) =>
        Add(name, "BF16", shape, [.. values.SelectMany(value => Single(value)[2..])]);

    public ForeignFile Add(string name, string type, int[] shape, byte[] data)
    {
        _tensors.Add((name, type, string.Join(",", shape), data));
        return this;
    }

    public string Write(TemporaryFolder folder)
    {
        List<string> entries = [];
        int offset = 0;
        foreach ((string name, string type, string shape, byte[] data) in _tensors)
        {
            entries.Add($$"""
                "{{name}}":{"dtype":"{{type}}","shape":[{{shape}}],"data_offsets":[{{offset}},{{offset + data.Length}}]}
                """);
            offset += data.Length;
        }
        entries.Reverse();
        entries.Insert(entries.Count / 2, """
            "__metadata__":{"format":"pt"}
            """);
        string header = $"{{{string.Join(",", entries)}}}";
        header = header.PadRight((Encoding.UTF8.GetByteCount(header) + 7) / 8 * 8);
        return folder.Write("pytorch.safetensors", SafetensorsBytes.Compose(header, [.. _tensors.SelectMany(tensor => tensor.Data)]));
    }

    private static byte[] Single(float value)
    {
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Half(float value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        return bytes;
    }
}
