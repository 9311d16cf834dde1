extern alias generators;

using System.Runtime.Loader;
using System.Text;
using generators::QuantDsl.Generators;
using generators::QuantDsl.Generators.Checks;
using generators::QuantDsl.Generators.Emit;
using generators::QuantDsl.Generators.Emit.Cpu;
using generators::QuantDsl.Generators.Graph;
using generators::QuantDsl.Generators.Lowering;
using generators::QuantDsl.Generators.Operations;
using generators::QuantDsl.Generators.Parsing;
using generators::QuantDsl.Generators.Placing;
using generators::QuantDsl.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Fuzz;

/// <summary>Compiles random networks, many at a time.</summary>
internal sealed class NetworkCompiler
{
    private static readonly MetadataReference[] References = Referenced();

    private static readonly CSharpParseOptions ParseOptions = new(documentationMode: DocumentationMode.None);

    private readonly CSharpCompilation _compilation;

    public NetworkCompiler(IEnumerable<DrawnNetwork> networks)
    {
        var text = new StringBuilder("using QuantDsl;\n\nnamespace Fuzzed;\n\n");
        foreach (DrawnNetwork network in networks)
            text.Append(network.Source()).Append('\n');
        _compilation = CSharpCompilation.Create(
            "Fuzzed",
            [CSharpSyntaxTree.ParseText(text.ToString(), ParseOptions)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Checks a network, its lowered program and the places of its values without running it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isInterpreted">Whether generated code is wanted.</param>
    /// <param name="dropouts">The numbers of the dropouts among the operations of the compiled network.</param>
    /// <param name="generated">The generated code.</param>
    /// <returns>Why it is rejected; null: it is not.</returns>
    /// <exception cref="InvalidOperationException">An invariant of the compiler does not hold.</exception>
    public string? Prepare(DrawnNetwork network, bool isInterpreted, out IReadOnlyList<int> dropouts, out GeneratedModel? generated)
    {
        INamedTypeSymbol type = _compilation.GetTypeByMetadataName($"Fuzzed.{network.Name}")!;
        var shaped = ShapedModel.Of(ModelChecks.Run(ModelParser.Parse(type)));
        (dropouts, generated) = ([], null);
        if (shaped.Graph is null)
            return $"rejected: {string.Join("; ", shaped.Findings.Where(finding => finding.IsError))}";
        ModelPlan plan = Planner.Plan(shaped.Declaration, shaped.Graph);
        Verify(plan);
        NetworkGraph graph = ActivationFusion.Run(plan.Graph);
        dropouts = [.. Enumerable.Range(0, graph.Nodes.Count).Where(node => graph.Nodes[node].Operation is Dropout)];
        if (isInterpreted)
        {
            string model = ModelEmitter.Emit(plan).Text;
            generated = GeneratedModel.Of(model, NetworkEmitter.Emit(plan).Text, UpdateEmitter.Emit(plan).Text);
        }
        return null;
    }

    /// <summary>Compiles and loads all networks.</summary>
    public IReadOnlyDictionary<string, Type> Load()
    {
        CSharpGeneratorDriver.Create([new QuantModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
        using var assembly = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = output.Emit(assembly);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error)));
        assembly.Position = 0;
        var context = new AssemblyLoadContext("random networks", isCollectible: true);
        return context.LoadFromStream(assembly).GetTypes().Where(type => type.GetInterface("IQuantModel`1") is not null)
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
    }

    private static void Verify(ModelPlan plan)
    {
        LoweredProgram training = Lowerer.Train(plan.Graph, plan.Declaration.Batch, plan.Loss.Kernel(), plan.Deferred);
        LoweredProgram prediction = Lowerer.Predict(plan.Graph);
        ProgramVerifier.Verify(training, [.. plan.Parameters.Select(parameter => parameter.Name)]);
        ProgramVerifier.Verify(prediction, null);
        PlacementVerifier.Verify(training, new Placement(training));
        PlacementVerifier.Verify(prediction, new Placement(prediction));
    }

    private static MetadataReference[] Referenced()
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> files = trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework);
        Type[] others = [typeof(QuantModelAttribute), typeof(Dataset), typeof(TorchSharp.torch)];
        return [.. files.Concat(others.Select(type => type.Assembly.Location)).Select(file => MetadataReference.CreateFromFile(file))];
    }
}
