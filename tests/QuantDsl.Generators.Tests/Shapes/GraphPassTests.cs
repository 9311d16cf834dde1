using QuantDsl.Generators.Common;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Rewrites keep a graph well formed, and a ReLU overwrites its input only where nobody else needs it.</summary>
public sealed class GraphPassTests
{
    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_pass_keeps_a_well_formed_graph(string model)
    {
        foreach (NetworkGraph graph in Graphs.AllOf(TestModels.All[model]))
        {
            GraphVerifier.Verify(graph);
            var passes = new List<string>();
            NetworkGraph rewritten = GraphPasses.Run(graph, (pass, after) =>
            {
                passes.Add(pass);
                GraphVerifier.Verify(after);
                Assert.Equal(Outputs(graph), Outputs(after));
            });

            Assert.Equal(GraphPasses.All.Select(pass => pass.Name), passes);
            Assert.Equal(rewritten, GraphPasses.Run(rewritten));
        }
    }

    [Theory]
    [InlineData("[Conv2d(4, 1), ReLU]", true)]
    [InlineData("[Conv2d(4, 1), BatchNorm, ReLU]", true)]
    [InlineData("[Conv2d(4, 1), MaxPool2d(2), ReLU]", true)]
    [InlineData("[Conv2d(4, 1), AvgPool2d(2), ReLU]", true)]
    [InlineData("[Conv2d(4, 1), GlobalAvgPool2d, ReLU]", true)]
    [InlineData("[Linear(4), ReLU]", false)] // its output is what autograd differentiates by
    [InlineData("[Linear(4), BatchNorm, ReLU]", true)]
    [InlineData("[Conv2d(4, 1), ReLU, ReLU]", true, false)] // the first's backward pass reads its output
    [InlineData("[Conv2d(4, 1), Dropout(0.5), ReLU]", false)] // without training a dropout's output is its input
    [InlineData("[Conv2d(4, 1)] public partial Layer First { get; } [Conv2d(4, 1), Add(nameof(First)), ReLU]", true)]
    [InlineData("[Linear(4)] public partial Layer First { get; } [Linear(4), BatchNorm, ReLU, Add(nameof(First))]", true)]
    public void A_relu_overwrites_only_what_it_alone_reads(string layers, params bool[] inPlace)
    {
        NetworkGraph graph = GraphPasses.Run(Graphs.Of($$"""
            [QuantModel(2, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                {{layers}} public partial Layer Tested { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """));

        Assert.Equal(inPlace, graph.Nodes.Where(node => node.Operation is ReLU).Select(node => node.Operation.IsInPlace));
    }

    /// <summary>No declaration reads a value in the middle of a layer, so this graph is built by hand.</summary>
    [Fact]
    public void A_relu_leaves_a_value_that_another_node_reads()
    {
        var graph = new NetworkGraph([
            Graphs.Input(4),
            new Node("A", new Linear(4, Bias: false), [0], Shape.Of(4)),
            new Node("A", new BatchNorm(1e-4, 0.1), [1], Shape.Of(4)),
            new Node("A", new ReLU(), [2], Shape.Of(4)),
            new Node("A", new Add("A"), [3, 2], Shape.Of(4)),
        ]);

        Assert.Equal(graph, GraphPasses.Run(graph));
    }

    public static TheoryData<string, string> BrokenGraphs => new()
    {
        { "later value", "reads value 2, which is not before it" },
        { "shape", "has shape 5, but its operands give 4" },
        { "input", "the input is the first node and only that" },
        { "relu of the input", "overwrites memory of the caller" },
        { "relu of a view of the input", "overwrites memory of the caller" },
        { "value that is read later", "overwrites value 2, which node 4 reads later" },
        { "view of a value that is read later", "overwrites value 1, which node 4 reads later" },
        { "value that a backward pass reads", "overwrites value 1, which the backward pass of node 2 reads" },
        { "relu of a linear layer", "overwrites value 1, which its own backward pass reads" },
        { "relu of a relu", "overwrites value 3, which its own backward pass reads" },
        { "relu of an embedding", "overwrites value 1, which its own backward pass reads" },
        { "sum of ids", "computes with token ids" },
        { "ids of another vocabulary", "has shape 4×3, but its operands give none" },
        { "one-hot of numbers", "has shape 4×3, but its operands give none" },
        { "LSTM of another length", "has shape 5×2, but its operands give 4×2" },
        { "linear of all positions", "has shape 3, but its operands give 4×3" },
    };

    [Theory]
    [MemberData(nameof(BrokenGraphs))]
    public void The_verifier_finds(string defect, string message)
    {
        Node input = Graphs.Input(4);
        Node linear = Of(new Linear(4, Bias: false), 0);
        Node norm = Of(new BatchNorm(1e-4, 0.1), 1);
        Operation overwriting = new ReLU().ToInPlace()!;
        EquatableArray<Node> nodes = defect switch
        {
            "later value" => [input, Of(new ReLU(), 2), linear],
            "shape" => [input, linear, new Node("A", new ReLU(), [1], Shape.Of(5))],
            "input" => [input, linear, input],
            "relu of the input" => [input, Of(overwriting, 0)],
            "relu of a view of the input" => [input, Of(new Dropout(0.5), 0), Of(overwriting, 1)],
            "value that is read later" => [input, linear, norm, Of(overwriting, 2), Of(new Add("A"), 3, 2)],
            "view of a value that is read later" =>
                [input, Of(new Add("A"), 0, 0), Of(new Dropout(0.5), 1), Of(overwriting, 2), Of(new Add("A"), 3, 1)],
            "value that a backward pass reads" => [input, Of(new Add("A"), 0, 0), norm, Of(overwriting, 1)],
            "relu of a linear layer" => [input, linear, Of(overwriting, 1)],
            "relu of a relu" => [input, linear, norm, Of(new ReLU(), 2), Of(overwriting, 3)],
            "relu of an embedding" => [Graphs.Ids(4, 6), Of(new Embedding(6, 3), 0, Shape.Of(4, 3)), Of(overwriting, 1, Shape.Of(4, 3))],
            "sum of ids" => [Graphs.Ids(4, 6), Of(new Add("A"), 0, 0)],
            "ids of another vocabulary" => [Graphs.Ids(4, 6), new Node("A", new Embedding(7, 3), [0], Shape.Of(4, 3))],
            "one-hot of numbers" => [input, new Node("A", new OneHot(3), [0], Shape.Of(4, 3))],
            "LSTM of another length" => [Graphs.Input(4, 3), new Node("A", new Lstm(2, ReturnSequence: true), [0], Shape.Of(5, 2))],
            "linear of all positions" => [Graphs.Input(4, 3), new Node("A", new Linear(3, Bias: false), [0], Shape.Of(3))],
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "No such graph."),
        };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(new NetworkGraph(nodes)));
        Assert.Contains(message, error.Message);
    }

    private static Node Of(Operation operation, params int[] inputs) => new("A", operation, [.. inputs], Shape.Of(4));

    private static Node Of(Operation operation, int input, Shape shape) => new("A", operation, [input], shape);

    private static IEnumerable<(string Layer, Shape Shape)> Outputs(NetworkGraph graph) =>
        graph.Nodes.Where(node => node.Layer.Length > 0).GroupBy(node => node.Layer).Select(layer => (layer.Key, layer.Last().Shape));
}
