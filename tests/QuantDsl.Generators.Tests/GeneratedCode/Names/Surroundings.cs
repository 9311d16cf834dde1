using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.Names;

/// <summary>Programs that call things of their own by the names that generated code uses.</summary>
internal static class Surroundings
{
    /// <summary>Names that cannot be types in the global namespace, because namespaces begin with them.</summary>
    private static readonly string[] Roots = ["System", "TorchSharp", "QuantDsl"];

    /// <summary>Begins a file of which only errors count, and which the harness leaves as it is.</summary>
    public const string Quiet = "#pragma warning disable CS1591\n#pragma warning disable\n";

    /// <summary>Members that a class may have without colliding, one of each name.</summary>
    public static string Members(Member kind, IEnumerable<string> names) => string.Concat(names.Select(name => kind switch
    {
        Member.Property => $"public new double @{name} {{ get; set; }}\n",
        Member.Method => $"public new double @{name}(params object[] anything) => anything.Length;\n",
        _ => $"public new sealed class @{name};\n",
    }));

    /// <summary>Three base classes, so that each name is inherited as a nested type, as a property and as a method.</summary>
    public static string BaseClasses(IEnumerable<string> names) => Quiet + $$"""
        namespace Hostile
        {
            public class WithTypes { {{Members(Member.Type, names)}} }
            public class WithProperties : WithTypes { {{Members(Member.Property, names)}} }
            public class WithMethods : WithProperties { {{Members(Member.Method, names)}} }
        }
        """;

    /// <summary>A type of each name in a namespace, or in the global one.</summary>
    public static string Types(IEnumerable<string> names, string? space = null)
    {
        IEnumerable<string> possible = space is null ? names.Except(Roots) : names;
        string types = string.Concat(possible.Select(name => $"public sealed class @{name};\n"));
        return $"{Quiet}{(space is null ? types : $"namespace {space} {{ {types} }}")}";
    }

    /// <summary>A namespace of each name in another, or in the global one.</summary>
    public static string Namespaces(IEnumerable<string> names, string prefix = "") =>
        Quiet + string.Concat(names.Select(name => $"namespace {prefix}@{name} {{ public sealed class Inner; }}\n"));

    /// <summary>An alias of each name for a type of the user's.</summary>
    public static string Aliases(IEnumerable<string> names) =>
        Quiet + string.Concat(names.Select(name => $"global using @{name} = global::Hostile.Target;\n"))
        + "namespace Hostile { public sealed class Target; }";

    /// <summary>Static members and nested types of each name that every file sees, and extension methods of everything.</summary>
    public static string Statics(IEnumerable<string> names) => Quiet + $$"""
        global using static global::Hostile.Methods;
        global using static global::Hostile.Nested;
        global using global::Hostile.Extensions;
        namespace Hostile
        {
            public static class Methods { {{Members(Member.Method, names).Replace("public new", "public static")}} }
            public static class Nested { {{Members(Member.Type, names).Replace("public new", "public")}} }
        }
        namespace Hostile.Extensions
        {
            public static class OfEverything
            {
                {{string.Concat(names.Select(name => $"public static double @{name}<T>(this T it, params object[] anything) => 0;\n"))}}
            }
        }
        """;

    /// <summary>A user's models in a program where only full names mean the library.</summary>
    public static string InFull(string model)
    {
        CompilationResult result = TestModels.Compile(model);
        SyntaxTree tree = result.Output.SyntaxTrees.First();
        SemanticModel semantics = result.Output.GetSemanticModel(tree);
        string text = tree.ToString();
        IEnumerable<SimpleNameSyntax> names = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not (MemberAccessExpressionSyntax or QualifiedNameSyntax or UsingDirectiveSyntax) || IsLeft(name))
            .Where(name => IsOfLibrary(semantics.GetSymbolInfo(name).Symbol))
            .OrderByDescending(name => name.SpanStart);
        foreach (SimpleNameSyntax name in names)
            text = text.Insert(name.SpanStart, "global::QuantDsl.");
        return text;
    }

    private static bool IsLeft(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name;

    private static bool IsOfLibrary(ISymbol? symbol) =>
        (symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol ? symbol.ContainingType : null))?.ContainingNamespace.Name == "QuantDsl";
}

/// <summary>A kind of member.</summary>
internal enum Member
{
    Property,
    Method,
    Type,
}
