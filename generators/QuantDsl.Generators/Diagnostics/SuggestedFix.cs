namespace QuantDsl.Generators.Diagnostics;

/// <summary>What a code fix does to the attribute at a finding's place: an argument and the value it gets.</summary>
/// <param name="Argument">Name of the argument, as written in <c>Name = value</c> or as the constructor calls it.</param>
/// <param name="Value">C# text of the value; null removes the argument, so that its default holds.</param>
internal sealed record SuggestedFix(string Argument, string? Value)
{
    /// <summary>Names of a diagnostic's properties, under which fixers find it.</summary>
    public const string ArgumentKey = "Argument";

    /// <inheritdoc cref="ArgumentKey"/>
    public const string ValueKey = "Value";
}
