using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Common;
using QuantDsl.Generators.Tests.Harness;
using Xunit.Abstractions;

namespace QuantDsl.Generators.Tests.GeneratedCode.Names;

/// <summary>
/// Whatever a program calls its own things, generated code means the library's. Every identifier of generated code, in every place where a
/// program may have it; many of these programs are compiled together.
/// </summary>
public sealed class SurroundingsTests(ITestOutputHelper output)
{
    /// <summary>Begins a file in which diagnostics of ours count.</summary>
    private const string Loud = "#pragma warning disable CS1591\n#pragma warning disable CS0169, CS0649, CS8618\n";

    /// <summary>C# itself takes a type of this name for what <c>where T : unmanaged</c> says.</summary>
    private const string NoName = "unmanaged";

    /// <summary>They use every emitter.</summary>
    private static readonly string[] Models = [nameof(TestModels.Residual), nameof(TestModels.Measured), nameof(TestModels.CharLstm)];

    private static readonly Lazy<string[]> Identifiers = new(() =>
    {
        HashSet<string> declared = [.. Models.Select(TestModels.Compile)
            .SelectMany(result => result.Output.SyntaxTrees.First().GetRoot().DescendantNodes())
            .Select(node => node switch
            {
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                TypeDeclarationSyntax type => type.Identifier.ValueText,
                _ => "",
            })];
        return [.. TestModels.All.Keys.SelectMany(name => TestModels.Compile(name).Trees(".g.cs"))
            .SelectMany(tree => tree.GetRoot().DescendantTokens(descendIntoTrivia: true))
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)
            .Where(name => !declared.Contains(name) && name != NoName).Distinct().Order(StringComparer.Ordinal)];
    });

    /// <summary>The identifiers that are no members of generated code, which a user's class may use for its own.</summary>
    private static string[] Free => [.. Identifiers.Value.Where(name => !ReservedNames.IsMember(name) && !IsAccessor(name))];

    /// <summary>Properties in the model, types and aliases around it.</summary>
    [Fact]
    public void Properties_types_and_aliases() => AssertCompile(
        Member.Property, [], Surroundings.Types(Identifiers.Value, "Models"), Surroundings.Aliases(Identifiers.Value));

    /// <summary>Methods in the model, namespaces around it, static members and extension methods everywhere.</summary>
    [Fact]
    public void Methods_namespaces_and_static_members() => AssertCompile(
        Member.Method, [],
        Surroundings.Namespaces(Identifiers.Value, "Models."), Surroundings.Namespaces(Identifiers.Value),
        Surroundings.Statics(Identifiers.Value));

    /// <summary>Types in the model; types and namespaces of other assemblies.</summary>
    [Fact]
    public void Nested_types_and_other_assemblies() => AssertCompile(
        Member.Type,
        [
            Assembly(Surroundings.Types(Identifiers.Value, "Models")),
            Assembly(Surroundings.Types(Identifiers.Value)),
        ]);

    /// <summary>Each member of generated code, written once more by the user, in the model or in a base class.</summary>
    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Members_that_are_declared_twice_are_reported_where_the_user_wrote_them(string model)
    {
        CompilationResult result = TestModels.Compile(model);
        string[] members = [.. result.Trees(".g.cs").SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>())
            .Where(node => node.Parent is ClassDeclarationSyntax { Identifier.ValueText: var name } && name == model)
            .Select(Again).OfType<string>()];
        Assert.True(members.Length > 20);
        string source = Surroundings.InFull(model);
        string again = string.Concat(members.Select(member => $"public {member}\n"));
        CompilationResult own = GeneratorHarness.Run(source, $"{Loud}namespace Models; partial class {model} {{ {again} }}");
        CompilationResult inherited = GeneratorHarness.Run(source, Loud + $$"""
            namespace Models;
            partial class {{model}} : Base;
            public class Base { public {{members.First(member => !member.StartsWith(model, StringComparison.Ordinal))}} }
            """);

        Assert.Equal(members.Length, own.Findings.Count(finding => finding.Id == "QDSL0109" && IsIn(finding, "Source1.cs")));
        Assert.Empty(own.CompilerErrors);
        Assert.Equal(["QDSL0109"], inherited.Findings.Select(finding => finding.Id));
        Assert.Empty(inherited.CompilerErrors);
        output.WriteLine($"{members.Length} members.");
    }

    /// <summary>A library for programs in all languages of .NET.</summary>
    [Fact]
    public void Programs_that_are_CLS_compliant() => GeneratorHarness
        .Run([.. Models.Select(Surroundings.InFull), Surroundings.Quiet + "[assembly: System.CLSCompliant(true)]"])
        .AssertCompiles(isArithmeticTheSame: true);

    /// <summary>Attributes that the user's program brings, as it had to before the framework did.</summary>
    [Fact]
    public void Attributes_that_the_framework_has_too() => GeneratorHarness
        .Run(Surroundings.InFull(nameof(TestModels.Residual)), Surroundings.Quiet + """
            namespace System.Runtime.CompilerServices;
            internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute { public int Priority => priority; }
            internal sealed class ModuleInitializerAttribute : Attribute;
            """).AssertCompiles(isArithmeticTheSame: true);

    public static TheoryData<string> ModelNames => [.. Models];

    private void AssertCompile(Member own, MetadataReference[] references, params string[] surroundings)
    {
        IEnumerable<string> parts = Models.Select(model => $$"""
            {{Surroundings.Quiet}}
            namespace Models;
            partial class {{model}} : global::Hostile.WithMethods { {{Surroundings.Members(own, Free)}} }
            """);
        GeneratorHarness.Run(
            [.. Models.Select(Surroundings.InFull), .. parts, Surroundings.BaseClasses(Free), .. surroundings], references)
            .AssertCompiles(isArithmeticTheSame: true);
        int around = (surroundings.Length + references.Length) * Identifiers.Value.Length;
        output.WriteLine($"{Models.Length * ((4 * Free.Length) + around)} programs.");
    }

    private static MetadataReference Assembly(string source)
    {
        using var image = new MemoryStream();
        CSharpCompilation compilation = GeneratorHarness.Compilation(source).WithAssemblyName($"Other{source.Length}");
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>A member with the same name and parameters.</summary>
    private static string? Again(MemberDeclarationSyntax member) => member switch
    {
        ConstructorDeclarationSyntax constructor => $"{constructor.Identifier}{constructor.ParameterList} => throw null!;",
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => $"void {method.Identifier}{method.ParameterList} => throw null!;",
        PropertyDeclarationSyntax property when !property.Modifiers.Any(SyntaxKind.PartialKeyword) => $"int {property.Identifier} => 1;",
        FieldDeclarationSyntax field => $"int {field.Declaration.Variables[0].Identifier};",
        TypeDeclarationSyntax type => $"class {type.Identifier};",
        _ => null,
    };

    private static bool IsAccessor(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal);

    private static bool IsIn(Diagnostic finding, string file) => finding.Location.SourceTree?.FilePath == file;
}
