using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>One attribute as it is written.</summary>
internal sealed record AttributeUse(string Name, ImmutableArray<Argument> Arguments)
{
    public static AttributeUse Of(string name, params IEnumerable<string> values) =>
        new(name, [.. values.Select(value => new Argument(null, value))]);

    public AttributeUse With(string name, string value) => this with { Arguments = Arguments.Add(new Argument(name, value)) };

    public IEnumerable<AttributeUse> Smaller() =>
        Arguments.Smaller(argument => argument.Smaller()).Select(arguments => this with { Arguments = arguments });

    /// <summary>Attributes in brackets, or nothing.</summary>
    public static string Bracket(IEnumerable<AttributeUse> attributes) => attributes.Any() ? $"[{string.Join(", ", attributes)}]" : "";

    public override string ToString()
    {
        // C# wants arguments of the constructor first; a mutation may have put one behind.
        IEnumerable<Argument> ordered = Arguments.OrderBy(argument => argument.Name is not null);
        return Arguments.IsEmpty ? Name : $"{Name}({string.Join(", ", ordered)})";
    }
}
