using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Lets a constructor of the user's call the generated one, with the device and the seed that it gets itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChainConstructor)), Shared]
public sealed class ChainConstructor : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.UnchainedConstructor];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Member is not ConstructorDeclarationSyntax { Initializer: null or { ArgumentList.Arguments.Count: 0 } } constructor
            || reported.Symbol is not IMethodSymbol method)
        {
            return []; // what it passes to its base class would be lost
        }
        string[] own = [.. Passed(method, "Device", "device"), .. Passed(method, "Int64", "seed"), .. Passed(method, "Int32", "seed")];
        string call = $"this({(own.Length > 0 ? string.Join(", ", own) : "seed: 0")})"; // this() could be the constructor itself
        return [new Fix($"Call {call}", "Chain", editor => editor.ReplaceNode(constructor, (current, _) =>
            Chained((ConstructorDeclarationSyntax)current, call)))];
    }

    /// <summary>A parameter of this type, as a named argument.</summary>
    private static IEnumerable<string> Passed(IMethodSymbol method, string type, string argument) => method.Parameters
        .Where(parameter => parameter.Type.Name == type && (type == "Device" || parameter.Name == argument))
        .Take(1)
        .Select(parameter => $"{argument}: {parameter.Name}");

    /// <summary>Behind the parameters, on their line.</summary>
    private static ConstructorDeclarationSyntax Chained(ConstructorDeclarationSyntax constructor, string call)
    {
        SyntaxToken end = constructor.Initializer?.GetLastToken() ?? constructor.ParameterList.CloseParenToken;
        var parsed = (ConstructorDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"C() : {call} {{ }}")!;
        ConstructorInitializerSyntax initializer = parsed.Initializer!.WithTrailingTrivia(end.TrailingTrivia);
        return constructor.Initializer is { } written
            ? constructor.WithInitializer(initializer.WithLeadingTrivia(written.GetLeadingTrivia()))
            : constructor
                .WithParameterList(constructor.ParameterList.WithTrailingTrivia(SyntaxFactory.Space))
                .WithInitializer(initializer);
    }
}
