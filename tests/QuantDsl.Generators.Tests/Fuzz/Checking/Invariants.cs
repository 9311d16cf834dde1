using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Tests.Fuzz.Checking;

/// <summary>
/// The rules for one source file, whatever is in it. <c>Before</c> is what C# says without the generator, apart from what only says that
/// the generated part is missing; <c>after</c> is what it says with it. Warnings of C# count as errors, those of the language are allowed.
/// <list type="number">
/// <item>Neither generator nor analyzer throws.</item>
/// <item>Where <c>before</c> is empty, generated files have no error, whether the analyzer refuses the declaration or not.</item>
/// <item>Where <c>before</c> is empty and the analyzer refuses nothing, there is no error at all <c>after</c>: the file compiles. If it
/// refuses something, the user's own file may lack what was not generated.</item>
/// <item>Where the analyzer refuses nothing, every model is there: its class implements <c>IQuantModel</c>. This holds in files with errors
/// too.</item>
/// </list>
/// Where <c>before</c> is not empty, C# has said why the file does not compile, and what follows from that in generated files (a type that
/// is not there, a member given twice) is no further defect: rules 1 and 4 remain.
/// </summary>
internal static class Invariants
{
    /// <summary>A partial property without its other part: of a layer, it is the generator's.</summary>
    private const string MissingPart = "CS9248";

    /// <summary>
    /// The user's class has a member that is generated too. C# names it and both places, so that the user knows why.
    /// </summary>
    private static readonly string[] GivenTwice = ["CS0102", "CS0111", "CS9251"];

    private const string AnalyzerThrew = "AD0001";

    /// <summary>
    /// Whether there is nothing in what C# says without the generator but what only says that nothing has been generated yet.
    /// </summary>
    public static bool CompilesAlone(IEnumerable<Diagnostic> before, Compilation input, SyntaxTree tree) =>
        before.All(error => IsGenerators(error, input, tree));

    public static CaseResult Check(CaseDiagnostics found)
    {
        bool isRefused = found.Findings.Any(finding => finding.DefaultSeverity == DiagnosticSeverity.Error);
        return new CaseResult(
            Broken(found, isRefused, found.CompilesAlone),
            found.CompilesAlone && !isRefused,
            found.Findings.Select(finding => finding.Id).ToImmutableHashSet());
    }

    private static Violation? Broken(CaseDiagnostics found, bool isRefused, bool compilesAlone)
    {
        if (found.Problems.FirstOrDefault() is { } problem)
            return Violation("the generator threw", problem);
        if (found.Findings.FirstOrDefault(finding => finding.Id == AnalyzerThrew) is { } thrown)
            return Violation("the analyzer threw", thrown);
        if (compilesAlone && found.Generated.Concat(found.After).Any(error => GivenTwice.Contains(error.Id)))
            return null;
        if (compilesAlone && found.Generated.FirstOrDefault() is { } wrong)
            return Violation("generated code does not compile", wrong);
        if (compilesAlone && !isRefused && found.After.FirstOrDefault() is { } unexplained)
            return Violation("an accepted declaration does not compile", unexplained);
        if (!isRefused && Models(found).FirstOrDefault(model => !IsGenerated(model)) is { } missing)
            return new Violation("nothing is generated, and nothing says why", missing.ToDisplayString());
        return null;
    }

    private static Violation Violation(string rule, Diagnostic diagnostic) => new($"{rule} ({diagnostic.Id})", $"{diagnostic}");

    private static bool IsGenerators(Diagnostic error, Compilation input, SyntaxTree tree)
    {
        if (error.Id != MissingPart || tree.GetRoot().FindNode(error.Location.SourceSpan) is not BasePropertyDeclarationSyntax property)
            return false;
        return input.GetSemanticModel(tree).GetDeclaredSymbol(property) is IPropertySymbol symbol
            && LayerParser.IsLayer(symbol)
            && ModelParser.IsModel(symbol.ContainingType);
    }

    /// <summary>The models in the file whose names are there to be used.</summary>
    private static IEnumerable<INamedTypeSymbol> Models(CaseDiagnostics found)
    {
        SemanticModel semantics = found.Output.GetSemanticModel(found.Tree);
        return found.Tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Select(declaration => semantics.GetDeclaredSymbol(declaration))
            .OfType<INamedTypeSymbol>()
            .Where(type => type.TypeKind != TypeKind.Enum && ModelParser.IsModel(type) && IsNamed(type));
    }

    private static bool IsNamed(ISymbol symbol) =>
        symbol is INamespaceSymbol { IsGlobalNamespace: true } || (symbol.Name.Length > 0 && IsNamed(symbol.ContainingSymbol));

    private static bool IsGenerated(INamedTypeSymbol model) =>
        model.Interfaces.Any(implemented => implemented.Name == nameof(IQuantModel<>));
}
