using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.CodeFixes;

/// <summary>A diagnostic with what the user declared around it.</summary>
internal sealed class Reported(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics, CancellationToken token)
{
    private readonly SyntaxNode _node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
    private ModelDeclaration? _model;

    public Diagnostic Diagnostic => diagnostic;

    public string Id => diagnostic.Id;

    public SemanticModel Semantics => semantics;

    public CancellationToken Token => token;

    /// <summary>The attribute at which it is reported; null where that is a name.</summary>
    public AttributeSyntax? Attribute => _node.FirstAncestorOrSelf<AttributeSyntax>();

    /// <summary>Whether the attribute as a whole is meant, not an argument.</summary>
    public bool IsAttribute => Attribute?.Span == diagnostic.Location.SourceSpan;

    /// <summary>The class or property.</summary>
    public MemberDeclarationSyntax? Member => _node.FirstAncestorOrSelf<MemberDeclarationSyntax>();

    /// <summary>The class or property as a symbol.</summary>
    public ISymbol? Symbol => Member is { } member ? semantics.GetDeclaredSymbol(member, token) : null;

    /// <summary>The model's class.</summary>
    public INamedTypeSymbol? Type => Symbol as INamedTypeSymbol ?? Symbol?.ContainingType;

    /// <summary>The whole declaration; null outside a model.</summary>
    public ModelDeclaration? Model => Type is { } type && ModelParser.IsModel(type) ? _model ??= ModelParser.Parse(type) : null;

    /// <summary>The layer in whose property it is; null for a class.</summary>
    public LayerDeclaration? Layer => Symbol is IPropertySymbol property
        ? Model?.Layers.FirstOrDefault(layer => layer.Name == property.Name)
        : null;

    /// <summary>The attribute at a place, if it is in this file.</summary>
    public AttributeSyntax? Find(Anchor anchor)
    {
        ISymbol? symbol = anchor.Property is { } name ? Type?.GetMembers(name).OfType<IPropertySymbol>().First() : Type;
        return anchor.Attribute < 0 ? null : Syntax(symbol!.GetAttributes()[anchor.Attribute]);
    }

    /// <summary>The attribute of the language with this name on a symbol, if it is in this file.</summary>
    public AttributeSyntax? Find(ISymbol symbol, params string[] names) =>
        symbol.GetAttributes().Where(attribute => names.Contains(attribute.LanguageName())).Select(Syntax).FirstOrDefault();

    /// <summary>Position of a constructor's parameter; −1 for a property.</summary>
    public int Position(AttributeSyntax attribute, string name) =>
        semantics.GetSymbolInfo(attribute, token).Symbol is IMethodSymbol constructor
            ? constructor.Parameters.ToList().FindIndex(parameter => parameter.Name == name)
            : -1;

    private AttributeSyntax? Syntax(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == root.SyntaxTree
            ? (AttributeSyntax)reference.GetSyntax(token)
            : null;
}
