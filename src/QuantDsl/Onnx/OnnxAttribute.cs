using QuantDsl.Formats;

namespace QuantDsl.Onnx;

/// <summary>An attribute of an operation: a name and a number, numbers or text.</summary>
internal sealed class OnnxAttribute
{
    private const int Type = 20;

    private readonly ProtobufMessage _message;

    private OnnxAttribute(string name, long type, Action<ProtobufMessage> addValue)
    {
        _message = new ProtobufMessage().Add(1, name);
        addValue(_message);
        _message.Add(Type, type);
    }

    public static OnnxAttribute Of(string name, float value) => new(name, 1, message => message.Add(2, value));

    public static OnnxAttribute Of(string name, long value) => new(name, 2, message => message.Add(3, value));

    public static OnnxAttribute Of(string name, string value) => new(name, 3, message => message.Add(4, value));

    public static OnnxAttribute Of(string name, IEnumerable<int> values) => new(name, 7, message =>
    {
        foreach (int value in values)
            message.Add(8, (long)value);
    });

    /// <summary>As <c>AttributeProto</c>.</summary>
    public ProtobufMessage ToMessage() => _message;
}
