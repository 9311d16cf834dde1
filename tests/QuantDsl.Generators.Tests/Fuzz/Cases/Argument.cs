namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>One argument of an attribute.</summary>
/// <param name="Name">Null for one of the constructor.</param>
/// <param name="Value">A C# expression.</param>
internal sealed record Argument(string? Name, string Value)
{
    public IEnumerable<Argument> Smaller() =>
        new[] { "1", "2", "10" }.TakeWhile(simple => simple != Value).Select(simple => this with { Value = simple });

    public override string ToString() => Name is null ? Value : $"{Name} = {Value}";
}
