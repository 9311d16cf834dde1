using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Common;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.Names;

/// <summary>What generated code does not declare itself, it names in full. Both lists of names are read off what is generated.</summary>
public sealed class FullNameTests
{
    [Fact]
    public void Generated_code_names_types_of_the_library_in_full()
    {
        string[] unsafeNames =
            [.. TestModels.All.Keys.Select(TestModels.Compile).SelectMany(Capturable).Distinct().Order(StringComparer.Ordinal)];

        Assert.True(unsafeNames.Length == 0, "A user's program may mean something else by these names. List them in "
            + $"Common/LibraryNames.cs, call static methods instead of extensions, and write out the types of variables: {string.Join("; ", unsafeNames)}");
    }

    [Fact]
    public void Listed_are_the_names_of_the_library_that_generated_code_uses()
    {
        CompilationResult alone = GeneratorHarness.RunForPrediction([.. TestModels.All.Values]);
        HashSet<string> used = [.. TestModels.All.Keys.Select(TestModels.Compile).Append(alone).SelectMany(result => result.Trees(".g.cs"))
            .SelectMany(tree => tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
            .Select(name => name.Identifier.ValueText)];

        Assert.Empty(LibraryNames.All.Except(used));
    }

    [Fact]
    public void Reserved_are_the_members_that_generated_code_declares()
    {
        HashSet<string> declared = [.. TestModels.All.Keys.SelectMany(name => Declared.In(TestModels.Compile(name)))
            .Select(OwnMembers.Text)];

        string[] open = [.. declared.Where(text => !(text.Contains('(') ? ReservedNames.IsMethod(text) : ReservedNames.IsValue(text)))];
        Assert.True(open.Length == 0, $"List them in Common/ReservedNames.cs: {string.Join("; ", open)}");
        Assert.Empty(ReservedNames.Listed.Except(declared));
    }

    /// <summary>Names that stand alone and mean something outside the model, and calls of extension methods.</summary>
    private static IEnumerable<string> Capturable(CompilationResult result)
    {
        foreach (SyntaxTree tree in result.Trees(".g.cs"))
        {
            SemanticModel semantics = result.Output.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = semantics.GetSymbolInfo(name).Symbol;
                bool isCapturable = name.IsVar || symbol is IMethodSymbol { ReducedFrom: not null }
                    || (!IsQualified(name) && IsOutside(symbol, name, semantics));
                if (isCapturable)
                    yield return $"{name} in {Path.GetFileName(tree.FilePath)}";
            }
        }
    }

    private static bool IsOutside(ISymbol? symbol, SyntaxNode node, SemanticModel semantics) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } attribute => !Declared.IsOfModel(attribute.ContainingType),
        INamespaceSymbol => true,
        INamedTypeSymbol type => !Declared.IsOfModel(type) && !type.IsFileLocal,
        IMethodSymbol or IPropertySymbol or IFieldSymbol => !IsOfEnclosing(symbol, node, semantics),
        _ => false,
    };

    /// <summary>Whether a member is of a type around this place, or inherited by one.</summary>
    private static bool IsOfEnclosing(ISymbol member, SyntaxNode node, SemanticModel semantics)
    {
        ISymbol? place = semantics.GetEnclosingSymbol(node.SpanStart);
        for (INamedTypeSymbol? type = place as INamedTypeSymbol ?? place?.ContainingType; type is not null; type = type.ContainingType)
        {
            for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(level.OriginalDefinition, member.ContainingType?.OriginalDefinition))
                    return true;
            }
        }
        return false;
    }

    private static bool IsQualified(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        QualifiedNameSyntax { Parent: not BaseNamespaceDeclarationSyntax } qualified => qualified.Right == name,
        AliasQualifiedNameSyntax => true,
        NameMemberCrefSyntax { Parent: QualifiedCrefSyntax } => true,
        MemberBindingExpressionSyntax or NameColonSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == name,
        _ => name.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Any(space => space.Name.Span.Contains(name.Span)),
    };
}
