using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>One type with attributes; usually a model.</summary>
internal sealed record ModelCase(ImmutableArray<AttributeUse> Attributes, string Name, ImmutableArray<LayerCase> Layers)
{
    public string Modifiers { get; init; } = "public sealed partial";

    public string Kind { get; init; } = "class";

    /// <summary>What follows the name: type parameters, bases, constraints.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Members that are no layers.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>How many of the layers stand in a second part of the type; none: there is one part.</summary>
    public int SecondPart { get; init; }

    public IEnumerable<ModelCase> Smaller()
    {
        foreach (ImmutableArray<LayerCase> fewer in Layers.Smaller(layer => layer.Smaller()))
            yield return this with { Layers = fewer };
        foreach (ImmutableArray<AttributeUse> fewer in Attributes.Smaller(attribute => attribute.Smaller()))
            yield return this with { Attributes = fewer };
        foreach (ImmutableArray<string> fewer in Members.Fewer())
            yield return this with { Members = fewer };
        var plain = new ModelCase(Attributes, Name, Layers);
        if (Modifiers != plain.Modifiers)
            yield return this with { Modifiers = plain.Modifiers };
        if (Kind != plain.Kind)
            yield return this with { Kind = plain.Kind };
        if (Tail != plain.Tail)
            yield return this with { Tail = plain.Tail };
        if (SecondPart != 0)
            yield return this with { SecondPart = 0 };
    }

    public override string ToString()
    {
        int first = Math.Max(0, Layers.Length - SecondPart);
        string text = $"{AttributeUse.Bracket(Attributes)}\n{Modifiers} {Kind} {Name}{Tail}"
            + $"{Block([.. Members, .. Layers[..first].Select(layer => layer.ToString())])}";
        return SecondPart == 0 ? text : $"{text}\npartial {Kind} {Name}{Block(Layers[first..].Select(layer => layer.ToString()))}";
    }

    private static string Block(IEnumerable<string> lines) => $"\n{{\n{string.Concat(lines.Select(line => $"    {line}\n"))}}}\n";
}
