namespace QuantDsl.Generators.Operations;

/// <summary>What does not fit about an operation's operands.</summary>
/// <param name="Id">ID of the diagnostic.</param>
/// <param name="Arguments">Arguments of its message after the first, which is the layer's name.</param>
internal sealed record ShapeProblem(string Id, EquatableArray<string> Arguments)
{
    public static ShapeProblem Of(string id, params object[] arguments) => new(id, arguments.Select(Invariant.Of).ToEquatableArray());
}
