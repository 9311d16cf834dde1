using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Generators.Parsing;

/// <summary>What users write in a model beside its layers, and what it inherits: generated code cannot declare the same again.</summary>
internal static class OwnMembers
{
    private const string Generator = "QuantDsl.Generators.QuantModelGenerator";

    /// <summary>Parameters as <see cref="ReservedNames"/> writes them: <c>ReadOnlySpan&lt;int&gt;</c>.</summary>
    private static readonly SymbolDisplayFormat Short = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The user's members that generated code declares, too.</summary>
    public static IEnumerable<ISymbol> Colliding(INamedTypeSymbol model) => Written(model).Where(Collides);

    /// <summary>
    /// The user's constructors that call no other of the class, and so not the generated one, which makes the model's memory. Where models
    /// only predict, none is generated.
    /// </summary>
    public static IEnumerable<IMethodSymbol> Unchained(INamedTypeSymbol model)
    {
        IEnumerable<IMethodSymbol> unchained = Written(model).OfType<IMethodSymbol>().Where(method => method is
        {
            MethodKind: MethodKind.Constructor,
            DeclaringSyntaxReferences: [{ } place],
        } && place.GetSyntax() is ConstructorDeclarationSyntax declaration
            && declaration.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) != true
            && !Collides(method));
        return unchained.Where(_ => Language.IsTrainedBy(model.ContainingModule));
    }

    /// <summary>A member of a base class that one of generated code would hide; null if there is none.</summary>
    public static ISymbol? Hidden(INamedTypeSymbol model)
    {
        for (INamedTypeSymbol? type = model.BaseType; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            ISymbol? hidden = type.GetMembers().FirstOrDefault(member => !member.IsImplicitlyDeclared
                && member.DeclaredAccessibility != Accessibility.Private
                && member is not IMethodSymbol { MethodKind: MethodKind.Constructor }
                && Collides(member));
            if (hidden is not null)
                return hidden;
        }
        return null;
    }

    /// <summary>The member that has such a text.</summary>
    public static ISymbol Find(INamedTypeSymbol model, string text) => Written(model).First(member => Text(member) == text);

    /// <summary>A member in a word: its name, and of a method the types of its parameters.</summary>
    public static string Text(ISymbol member) => member is IMethodSymbol method
        ? $"{method.Name}({string.Join(", ", method.Parameters.Select(parameter => parameter.Type.ToDisplayString(Short)))})"
        : member.Name;

    private static IEnumerable<ISymbol> Written(INamedTypeSymbol model) => model.GetMembers()
        .Where(member => !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Any(place => !IsGenerated(place.SyntaxTree)))
        .Where(member => member is not IPropertySymbol property || !LayerParser.IsLayer(property));

    private static bool Collides(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet } => false,
        IMethodSymbol { IsStatic: true, MethodKind: MethodKind.StaticConstructor } => false,
        IMethodSymbol => ReservedNames.IsValue(member.Name) || IsAccessor(member.Name) || ReservedNames.IsMethod(Text(member)),
        _ => ReservedNames.IsMember(member.Name),
    };

    /// <summary>Whether a method has the name that C# gives to an accessor of a generated property.</summary>
    private static bool IsAccessor(string name) =>
        (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
        && ReservedNames.IsValue(name.Substring("get_".Length));

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.Contains(Generator);
}
