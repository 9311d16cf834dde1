namespace QuantDsl.Generators.Common;

/// <summary>How to name and reopen the user's class.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Namespace">Namespace, empty for the global one.</param>
/// <param name="MetadataName">Name by which a compilation finds it.</param>
/// <param name="Containers">Types it is nested in, outermost first, such as <c>class Outer</c>.</param>
internal sealed record TypeIdentity(string Name, string Namespace, string MetadataName, EquatableArray<string> Containers)
{
    /// <summary>The class's name in code.</summary>
    public string Identifier => Literals.Identifier(Name);

    /// <summary>The class's name wherever it is used, such as <c>global::App.Outer.Net</c>.</summary>
    public string FullName => $"global::{Place}{Identifier}";

    /// <summary>Tells apart the files of types whose names differ in case only, such as <c>-0-1</c>; mostly empty.</summary>
    public string Rank { get; init; } = "";

    /// <summary>Unique, legal start of the generated files' names; Roslyn does not look at their case.</summary>
    public string HintName => $"{Place}{Name}".Replace("@", "") + Rank;

    /// <summary>Namespace and containers, with a point behind each.</summary>
    private string Place => string.Concat(
        new[] { Namespace }.Where(part => part.Length > 0)
            .Concat(Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1)))
            .Select(part => $"{part}."));
}
