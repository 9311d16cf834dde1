using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>Something wrong in a declaration, with the arguments of its message and, where it is clear, how to mend it.</summary>
internal sealed record Finding(string Id, Place Place, EquatableArray<string> Arguments, Mend? Mend = null)
{
    public static Finding Of(DiagnosticDescriptor descriptor, Place place, params object[] arguments) =>
        new(descriptor.Id, place, arguments.Select(argument => FormattableString.Invariant($"{argument}")).ToEquatableArray());

    public bool IsError => Descriptors.ById[Id].DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>Whether no training loop can be generated. A model over its budget is a good model: who silences the error can train it.</summary>
    public bool Blocks => IsError && Id != Descriptors.WeightBudget.Id && Id != Descriptors.ActivationBudget.Id;
}
