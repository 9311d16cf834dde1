using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>An argument that is out of range.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What was given.</param>
/// <param name="Rule">The rule that it breaks, as a sentence.</param>
/// <param name="InRange">A value in range, if one is clearly meant; empty for the default.</param>
internal sealed record ArgumentProblem(string Name, object Value, string Rule, string? InRange = null)
{
    /// <summary>Whether generated code can have a number as a float32 above 0: neither too small, nor too large, nor infinite.</summary>
    public static bool IsPositiveSingle(double value) => (float)value > 0 && !float.IsInfinity((float)value);

    /// <summary>Whether it is, as the float32 that generated code has, at least 0 and below 1: 0.99999999 is 1.</summary>
    public static bool IsSingleBelow1(double value) => (float)value is >= 0 and < 1;

    /// <summary>As a finding whose message is <c>{owner}: {rule}, but {name} is {value}</c>.</summary>
    public Finding Of(string id, Anchor attribute, string owner) =>
        Finding.Of(id, attribute.At(Name), owner, Rule, Name, Value) with
        {
            Fix = InRange is null ? null : new SuggestedFix(Name, InRange.Length == 0 ? null : InRange),
        };
}
