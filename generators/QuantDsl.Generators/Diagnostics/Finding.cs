using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>Something wrong in a declaration, with the arguments of its message and, where it is clear, how to fix it.</summary>
internal sealed record Finding(string Id, Anchor Anchor, EquatableArray<string> Arguments, SuggestedFix? Fix = null)
{
    public static Finding Of(string id, Anchor anchor, params object[] arguments) =>
        new(id, anchor, arguments.Select(argument => Invariant.Of(argument)).ToEquatableArray());

    public bool IsError => Descriptors.ById[Id].DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>
    /// Whether no training loop can be generated. A model over its budget is a good model: who silences the error can train it.
    /// </summary>
    public bool IsBlocking => IsError && Id != Ids.WeightBudget && Id != Ids.ActivationBudget;
}
