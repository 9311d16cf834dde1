extern alias generators;

using System.Reflection;
using System.Runtime.Loader;
using generators::QuantDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Tests.Programs;

/// <summary>A program as a user would write it, from the folder Sources: compiled with the generator, and run.</summary>
internal static class UserProgram
{
    /// <summary>What a project of the SDK has without a word, and a console of the program's own.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using Console = QuantDsl.Tests.Programs.ProgramConsole;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(documentationMode: DocumentationMode.None);

    /// <summary>Runs a program and returns the lines that it writes to the console.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string[] Run(string name, params string[] arguments)
    {
        MethodInfo main = Compile(name).EntryPoint!;
        return ProgramConsole.Of(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null));
    }

    private static Assembly Compile(string name)
    {
        string root = typeof(UserProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryDirectory").Value!;
        string path = Path.Combine(root, "tests", "QuantDsl.Tests", "Programs", "Sources", name);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(name),
            [CSharpSyntaxTree.ParseText(File.ReadAllText(path), ParseOptions, path), CSharpSyntaxTree.ParseText(Usings, ParseOptions)],
            References(),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new QuantModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning));
        using MemoryStream assembly = new();
        Assert.True(output.Emit(assembly).Success);
        assembly.Position = 0;
        return new AssemblyLoadContext(name, isCollectible: true).LoadFromStream(assembly);
    }

    private static IEnumerable<MetadataReference> References()
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Type[] others = [typeof(QuantModelAttribute), typeof(Dataset), typeof(TorchSharp.torch), typeof(ProgramConsole)];
        return trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework)
            .Concat(others.Select(type => type.Assembly.Location))
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
