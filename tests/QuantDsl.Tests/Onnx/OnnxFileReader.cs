using Google.Protobuf;

namespace QuantDsl.Tests.Onnx;

/// <summary>
/// What the tests look at in an ONNX file: its operations, constants and inputs. It is read by the field numbers of ONNX's <c>onnx.proto</c>,
/// without the product.
/// </summary>
internal sealed class OnnxFileReader
{
    private OnnxFileReader(byte[] file)
    {
        foreach ((int field, byte[] value) in Fields(file))
        {
            if (field == 7)
                ReadGraph(value);
            if (field == 14)
                Metadata.Add(Text(value, 1).Single(), Text(value, 2).Single());
        }
    }

    /// <summary>Operations in the order of the file.</summary>
    public List<Operation> Operations { get; } = [];

    /// <summary>Names of the constants.</summary>
    public List<string> Constants { get; } = [];

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    public static OnnxFileReader Read(string path) => new(File.ReadAllBytes(path));

    private void ReadGraph(byte[] graph)
    {
        foreach ((int field, byte[] value) in Fields(graph))
        {
            if (field == 1)
                Operations.Add(new(Text(value, 4).Single(), [.. Text(value, 1)], [.. Text(value, 2)]));
            else if (field == 5)
                Constants.AddRange(Text(value, 8));
            else if (field == 11)
                Inputs.AddRange(Text(value, 1));
            else if (field == 12)
                Outputs.AddRange(Text(value, 1));
        }
    }

    private static IEnumerable<string> Text(byte[] message, int field) =>
        Fields(message).Where(one => one.Field == field).Select(one => System.Text.Encoding.UTF8.GetString(one.Value));

    /// <summary>The fields that consist of bytes.</summary>
    private static List<(int Field, byte[] Value)> Fields(byte[] message)
    {
        List<(int Field, byte[] Value)> fields = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray()));
            else
                input.SkipLastField();
        }
        return fields;
    }

    internal sealed record Operation(string Type, string[] Inputs, string[] Outputs);
}
