using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>One property with attributes.</summary>
internal sealed record LayerCase(ImmutableArray<AttributeUse> Attributes, string Name)
{
    public string Modifiers { get; init; } = "public partial";

    public string Type { get; init; } = "Layer";

    public string Body { get; init; } = "{ get; }";

    public IEnumerable<LayerCase> Smaller()
    {
        foreach (ImmutableArray<AttributeUse> fewer in Attributes.Smaller(attribute => attribute.Smaller()))
            yield return this with { Attributes = fewer };
        var plain = new LayerCase(Attributes, Name);
        if (Modifiers != plain.Modifiers)
            yield return this with { Modifiers = plain.Modifiers };
        if (Type != plain.Type)
            yield return this with { Type = plain.Type };
        if (Body != plain.Body)
            yield return this with { Body = plain.Body };
    }

    public override string ToString() => $"{AttributeUse.Bracket(Attributes)} {Modifiers} {Type} {Name} {Body}".Trim();
}
