using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>Something wrong in a declaration, with the arguments of its message.</summary>
internal sealed record Finding(string Id, Place Place, EquatableArray<string> Arguments)
{
    public static Finding Of(DiagnosticDescriptor descriptor, Place place, params object[] arguments) =>
        new(descriptor.Id, place, arguments.Select(argument => FormattableString.Invariant($"{argument}")).ToEquatableArray());

    public bool IsError => Descriptors.ById[Id].DefaultSeverity == DiagnosticSeverity.Error;
}
