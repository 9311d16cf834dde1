using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>An argument and the value that it gets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value.</param>
internal sealed record StepArgument(string Name, int Value)
{
    /// <summary>The value in C#.</summary>
    public string Code => Value == WindowAxis.Same ? "Padding.Same" : Invariant.Of(Value);

    /// <summary>As it would be written.</summary>
    public string Text => $"{Name} = {Code}";
}
