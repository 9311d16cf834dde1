using QuantDsl.Formats;

namespace QuantDsl.Onnx;

/// <summary>An operation of an ONNX graph.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Inputs">Names of the values that it reads; empty where an optional one is left out.</param>
/// <param name="Outputs">Names of its values.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxNode(
    string Operation, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The set of operations that it belongs to; empty for ONNX's own.</summary>
    public string Domain { get; init; } = "";

    /// <summary>As <c>NodeProto</c>.</summary>
    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (string input in Inputs)
            message.Add(1, input);
        foreach (string output in Outputs)
            message.Add(2, output);
        message.Add(3, Name).Add(4, Operation);
        foreach (OnnxAttribute attribute in Attributes)
            message.Add(5, attribute.ToMessage());
        return Domain.Length == 0 ? message : message.Add(7, Domain);
    }
}
