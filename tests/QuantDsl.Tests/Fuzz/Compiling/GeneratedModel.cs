using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Tests.Fuzz;

/// <summary>The parts of generated code that are interpreted.</summary>
/// <param name="Network">The class of the network.</param>
/// <param name="Store">What the constructor of the model makes as its memory.</param>
/// <param name="Layers">The layers that it makes.</param>
/// <param name="Update">The class of the update.</param>
/// <param name="Table">The rows of the table of parameters.</param>
internal sealed partial record GeneratedModel(
    ClassDeclarationSyntax Network,
    ExpressionSyntax Store,
    ExpressionSyntax Layers,
    ClassDeclarationSyntax Update,
    IReadOnlyList<InvocationExpressionSyntax> Table)
{
    /// <summary>Finds them in generated files.</summary>
    public static GeneratedModel Of(string model, string network, string update)
    {
        SyntaxNode updates = Root(update);
        AssignmentExpressionSyntax[] made = [.. Root(model).DescendantNodes().OfType<ConstructorDeclarationSyntax>().Single()
            .DescendantNodes().OfType<AssignmentExpressionSyntax>()];
        return new GeneratedModel(
            Class(Root(network), "LoweredNetwork"),
            Made("_store"),
            Made("_layers"),
            Class(updates, "CpuUpdate"),
            [.. updates.DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Where(call => call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.Text: "Visit" } })]);

        ExpressionSyntax Made(string field) =>
            made.Single(one => one.Left is IdentifierNameSyntax name && name.Identifier.Text == field).Right;
    }

    /// <summary>Sizes of the update, which its base class gets.</summary>
    public UpdateSizes Sizes(CodeReader reader)
    {
        int[] sizes = [.. ((PrimaryConstructorBaseTypeSyntax)Update.BaseList!.Types[0]).ArgumentList.Arguments.Skip(1)
            .Select(argument => (int)reader.Read(argument.Expression)(new Variables())!)];
        return new UpdateSizes(sizes[0], sizes[1], sizes[2], sizes[3]);
    }

    /// <summary>The interpreter knows types by their last names.</summary>
    private static SyntaxNode Root(string text) => CSharpSyntaxTree.ParseText(Namespaces().Replace(text, "")).GetRoot();

    [GeneratedRegex(@"global::(QuantDsl\.CompilerServices|QuantDsl|System\.Collections\.Generic|System\.IO|System|TorchSharp\.torch)\.")]
    private static partial Regex Namespaces();

    private static ClassDeclarationSyntax Class(SyntaxNode root, string name) =>
        root.DescendantNodes().OfType<ClassDeclarationSyntax>().Single(found => found.Identifier.Text == name);
}
