using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>A source file with models.</summary>
internal sealed record DeclarationCase(ImmutableArray<ModelCase> Models) : FuzzCase
{
    /// <summary>The tests' models are not documented, and their names are what they are.</summary>
    private const string Head = "#pragma warning disable CS1591, CS8981\nusing QuantDsl;\n\n";

    /// <summary>Behind the namespace of the case; null for the global namespace.</summary>
    public string? Namespace { get; init; } = "";

    /// <summary>Types around the models, outermost first, such as <c>partial class Outer</c>.</summary>
    public ImmutableArray<string> Containers { get; init; } = [];

    /// <summary>Other declarations beside the models.</summary>
    public ImmutableArray<string> Siblings { get; init; } = [];

    public override string Render(string space)
    {
        string place = Namespace is null ? "" : $"namespace {space}{Namespace};\n\n";
        string open = string.Concat(Containers.Select(container => $"{container}\n{{\n"));
        string close = string.Concat(Containers.Select(_ => "}\n"));
        return $"{Head}{place}{open}{string.Join("\n", Models)}{close}{string.Concat(Siblings.Select(sibling => $"\n{sibling}\n"))}";
    }

    public override IEnumerable<FuzzCase> Smaller()
    {
        foreach (ImmutableArray<ModelCase> fewer in Models.Smaller(model => model.Smaller()))
            yield return this with { Models = fewer };
        foreach (ImmutableArray<string> fewer in Containers.Fewer())
            yield return this with { Containers = fewer };
        foreach (ImmutableArray<string> fewer in Siblings.Fewer())
            yield return this with { Siblings = fewer };
        if (Namespace != "")
            yield return this with { Namespace = "" };
    }
}
