using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;
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
    public void A_relu_overwrites_only_what_it_alone_reads(string stages, params bool[] inPlace)
    {
        NetworkGraph graph = GraphPasses.Run(Graphs.Of($$"""
            [QuantModel(2, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                {{stages}} public partial Layer Tested { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """));

        Assert.Equal(inPlace, graph.Nodes.OfType<ReluNode>().Select(relu => relu.InPlace));
    }

    /// <summary>No declaration reads a value in the middle of a stage, so this graph is built by hand.</summary>
    [Fact]
    public void A_relu_leaves_a_value_that_another_node_reads()
    {
        var graph = new NetworkGraph([
            new InputNode(Shape.Of(4)),
            new LinearNode("A", 0, 4, Shape.Of(4), HasBias: false),
            new ReluNode("A", 1, InPlace: false, Shape.Of(4)),
            new AddNode("A", 2, 1, Shape.Of(4)),
        ]);

        Assert.Equal(graph, GraphPasses.Run(graph));
    }

    public static TheoryData<string, string> BrokenGraphs => new()
    {
        { "later value", "reads value 2, which is not before it" },
        { "shape", "has shape 5, but its operands give 4" },
        { "input", "the input is the first node and only that" },
        { "relu of the input", "overwrites memory that may be another value's" },
        { "shared value", "overwrites a value that is read elsewhere" },
        { "relu of a relu", "overwrites a value that is read elsewhere" },
        { "relu of an embedding", "overwrites memory that may be another value's" },
        { "sum of ids", "computes with token ids" },
        { "ids of another vocabulary", "has shape 4×3, but its operands give 0" },
        { "one-hot of numbers", "has shape 4×3, but its operands give 0" },
        { "LSTM of another length", "has shape 5×2, but its operands give 0" },
        { "linear of all positions", "has shape 3, but its operands give 0" },
    };

    [Theory]
    [MemberData(nameof(BrokenGraphs))]
    public void The_verifier_finds(string defect, string message)
    {
        var input = new InputNode(Shape.Of(4));
        var ids = new InputNode(Shape.Of(4), Vocabulary: 6);
        var linear = new LinearNode("A", 0, 4, Shape.Of(4), HasBias: false);
        EquatableArray<Node> nodes = defect switch
        {
            "later value" => [input, new ReluNode("A", 2, InPlace: false, Shape.Of(4)), linear],
            "shape" => [input, linear, new ReluNode("A", 1, InPlace: false, Shape.Of(5))],
            "input" => [input, linear, input],
            "relu of the input" => [input, new ReluNode("A", 0, InPlace: true, Shape.Of(4))],
            "shared value" => [input, linear, new ReluNode("A", 1, InPlace: true, Shape.Of(4)), new AddNode("A", 2, 1, Shape.Of(4))],
            "relu of a relu" =>
                [input, linear, new ReluNode("A", 1, InPlace: false, Shape.Of(4)), new ReluNode("A", 2, InPlace: true, Shape.Of(4))],
            "relu of an embedding" =>
                [ids, new EmbeddingNode("A", 0, 6, Shape.Of(4, 3)), new ReluNode("A", 1, InPlace: true, Shape.Of(4, 3))],
            "sum of ids" => [ids, new AddNode("A", 0, 0, Shape.Of(4))],
            "ids of another vocabulary" => [ids, new EmbeddingNode("A", 0, 7, Shape.Of(4, 3))],
            "one-hot of numbers" => [input, new OneHotNode("A", 0, Shape.Of(4, 3))],
            "LSTM of another length" => [new InputNode(Shape.Of(4, 3)), new LstmNode("A", 0, Length: 5, InFeatures: 3, Hidden: 2, ReturnSequence: true)],
            "linear of all positions" => [new InputNode(Shape.Of(4, 3)), new LinearNode("A", 0, 12, Shape.Of(3), HasBias: false)],
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "No such graph."),
        };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(new NetworkGraph(nodes)));
        Assert.Contains(message, error.Message);
    }

    private static IEnumerable<(string Stage, Shape Shape)> Outputs(NetworkGraph graph) =>
        graph.Nodes.Where(node => node.Stage.Length > 0).GroupBy(node => node.Stage).Select(stage => (stage.Key, stage.Last().Shape));
}
