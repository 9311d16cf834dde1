using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Architecture;

/// <summary>The generator's own source, compiled so that every name in it is resolved.</summary>
internal static class GeneratorSource
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string Root =
        Path.GetFullPath(Path.Combine(Project.Directory, "..", "..", "generators", "QuantDsl.Generators"));

    public static CSharpCompilation Compilation { get; } = CSharpCompilation.Create(
        "Generator",
        [.. Files().Select(path => Parse(File.ReadAllText(path), Path.GetRelativePath(Root, path))), Parse(ImplicitUsings, "Implicit.cs")],
        [
            .. References.All,
            MetadataReference.CreateFromFile(typeof(Compilation).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(CSharpCompilation).Assembly.Location),
        ],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The files of the project's folders, without those that it links.</summary>
    public static IEnumerable<SyntaxTree> Own =>
        Compilation.SyntaxTrees.Where(tree => !tree.FilePath.StartsWith("..", StringComparison.Ordinal));

    /// <summary>The first folder of a file; empty beside the project.</summary>
    public static string Folder(SyntaxTree tree) => Path.GetDirectoryName(tree.FilePath)!.Split(Path.DirectorySeparatorChar)[0];

    private static IEnumerable<string> Files()
    {
        IEnumerable<string> own = Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin"));
        IEnumerable<string> linked = XDocument.Load(Path.Combine(Root, "QuantDsl.Generators.csproj")).Descendants("Compile")
            .Select(item => Path.GetFullPath(Path.Combine(Root, item.Attribute("Include")!.Value)));
        return own.Concat(linked).Order(StringComparer.Ordinal);
    }

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path);
}
