using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Checks;

/// <summary>An argument that is out of range.</summary>
/// <param name="Place">Its attribute.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">What was given.</param>
/// <param name="Rule">The rule that it breaks, as a sentence.</param>
/// <param name="Mend">A value in range, if one is clearly meant; empty for the default.</param>
internal sealed record ArgumentProblem(Place Place, string Name, object Value, string Rule, string? Mend = null)
{
    /// <summary>Whether generated code can have a number as a float32 above 0: neither too small, nor too large, nor infinite.</summary>
    public static bool IsPositiveSingle(double value) => (float)value > 0 && !float.IsInfinity((float)value);

    /// <summary>As a finding of a descriptor that says <c>{owner}: {rule}, but {name} is {value}</c>.</summary>
    public Finding Of(DiagnosticDescriptor descriptor, string owner) =>
        Finding.Of(descriptor, Place.At(Name), owner, Rule, Name, Value) with
        {
            Mend = Mend is null ? null : new Mend(Name, Mend.Length == 0 ? null : Mend),
        };
}
