using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Tests.Fuzz.Checking;

/// <summary>Everything that compilers said about one case.</summary>
/// <param name="Output">The compilation with the generated files, maybe shared with other cases.</param>
/// <param name="Tree">The user's file.</param>
/// <param name="CompilesAlone">Whether C# finds nothing wrong without the generator, but that its part is missing.</param>
/// <param name="Problems">What the generator's driver reported.</param>
/// <param name="Findings">What the analyzer reported.</param>
/// <param name="After">Errors in the user's file beside the generated ones.</param>
/// <param name="Generated">Errors in the generated files.</param>
internal sealed record CaseDiagnostics(
    Compilation Output,
    SyntaxTree Tree,
    bool CompilesAlone,
    IReadOnlyList<Diagnostic> Problems,
    IReadOnlyList<Diagnostic> Findings,
    IReadOnlyList<Diagnostic> After,
    IReadOnlyList<Diagnostic> Generated);
