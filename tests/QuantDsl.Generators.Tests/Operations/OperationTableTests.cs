using System.Reflection;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Harness;
using Language = QuantDsl.Generators.Tests.Fuzz.Cases.Language;

namespace QuantDsl.Generators.Tests.Operations;

/// <summary>Attributes, parser, documentation and fuzzing know the same operations: those of the table.</summary>
public sealed class OperationTableTests
{
    /// <summary>Attributes of a layer that are no operations.</summary>
    private static readonly string[] NoOperations = ["From", "Frozen", "FullPrecision", "Weights"];

    public static TheoryData<string> Names => [.. OperationTable.All.Select(reader => reader.Name)];

    [Fact]
    public void Attributes_are_those_of_the_table()
    {
        IEnumerable<string> ofLayers = Language.Attributes.Where(IsOfLayers).Select(Language.Name);

        Assert.Equal(
            ofLayers.Except(NoOperations).Order(StringComparer.Ordinal),
            OperationTable.All.Select(reader => reader.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>An input of one of these shapes suits every operation.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Example_is_right(string name)
    {
        OperationReader reader = OperationTable.All.Single(reader => reader.Name == name);
        NetworkGraph[] graphs = [.. Graphs(reader)];

        Assert.NotEmpty(graphs);
        foreach (NetworkGraph graph in graphs)
        {
            GraphVerifier.Verify(graph);
            Node tested = graph.Of("Tested").Single(node => node.Operation.Text.Split('(')[0] == name);
            Assert.Equal(reader.IsWeighted, tested.Operation is WeightedOperation);
        }
    }

    /// <summary>It has kernels and a gradient, and both passes are well formed.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Has_kernels_and_a_gradient(string name)
    {
        OperationReader reader = OperationTable.All.Single(reader => reader.Name == name);
        foreach (NetworkGraph graph in Graphs(reader))
        {
            ProgramVerifier.Verify(Lowerer.Train(graph, batch: 4, loss: new("CrossEntropy")), [.. Parameters(graph)]);
            ProgramVerifier.Verify(Lowerer.Predict(graph), null);
        }
    }

    /// <summary>Every operation of the compiler is one that users write, one of these, or one that the compiler inserts.</summary>
    [Fact]
    public void No_operation_is_forgotten()
    {
        IEnumerable<string> types = typeof(Operation).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract).Select(type => type.Name);
        string[] ofOtherKinds = ["Flatten", "Input", "OneHot", "Pool2d"];
        string[] ofPooling = ["MaxPool2d", "AvgPool2d"];

        Assert.Equal(
            OperationTable.All.Select(reader => reader.Name).Except(ofPooling).Concat(ofOtherKinds).Order(StringComparer.Ordinal),
            types.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Random_networks_use_every_operation()
    {
        HashSet<string> used = [.. Enumerable.Range(0, 200)
            .SelectMany(seed => Networks.Declaration(new Random(seed)).Models)
            .SelectMany(model => model.Layers).SelectMany(layer => layer.Attributes).Select(use => use.Name)];

        Assert.Empty(OperationTable.All.Select(reader => reader.Name).Except(used));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_of_the_language_names_it(string name) =>
        Assert.Contains($"`[{name}", Project.Read("src", "QuantDsl.Runtime", "Language", "README.md"), StringComparison.Ordinal);

    [Fact]
    public void Help_page_names_the_operations_that_a_layer_begins_with()
    {
        string page = Project.Read("generators", "QuantDsl.Generators", "Diagnostics", "Help", "QDSL0105.md");

        Assert.All(
            OperationTable.All.Where(reader => reader.IsWeighted),
            reader => Assert.Contains($"`[{reader.Name}]`", page, StringComparison.Ordinal));
    }

    private static bool IsOfLayers(Type attribute) =>
        attribute.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn.HasFlag(AttributeTargets.Property);

    /// <summary>The graphs of models with an operation as its example has it.</summary>
    private static IEnumerable<NetworkGraph> Graphs(OperationReader reader)
    {
        string use = reader.Example.Length == 0 ? reader.Name : $"{reader.Name}({reader.Example})";
        string[] layers = reader.IsWeighted ? [use] : [$"Linear(4), {use}", $"Conv2d(4, 3, Padding = 1), {use}"];
        string[] shapes = ["4", "4, 4", "4, 8, 8"];
        return shapes.SelectMany(shape => layers.Select(layer => Graph(shape, layer))).OfType<NetworkGraph>();
    }

    /// <summary>Names of the trained parameters.</summary>
    private static IEnumerable<string> Parameters(NetworkGraph graph) =>
        from node in graph.Nodes.Skip(1)
        from parameter in node.Operation.Parameters(graph.InputShape(node))
        where parameter.Kind != ParameterKind.Statistic
        select $"{node.Layer}.{parameter.Name}";

    /// <summary>The graph of a model whose second layer is tested; null where it is refused.</summary>
    private static NetworkGraph? Graph(string shape, string tested)
    {
        bool readsIds = tested.StartsWith("Embedding", StringComparison.Ordinal);
        string first = shape.Split(',').Length == 3 ? "Conv2d(4, 1)" : "Linear(4)";
        string before = readsIds ? "" : $"[{first}] public partial Layer Before {{ get; }}";
        Compilation compilation = GeneratorHarness.Compilation($$"""
            [QuantModel({{shape}}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                {{before}}
                [{{tested}}] public partial Layer Tested { get; }
                [Linear(4)] public partial Layer Out { get; }
            }
            """);
        return ShapedModel.Of(ModelChecks.Run(ModelParser.Parse(compilation.GetTypeByMetadataName("Models.Net")!))).Graph;
    }
}
