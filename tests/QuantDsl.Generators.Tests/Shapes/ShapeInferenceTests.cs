using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Shapes of single operations; the expected ones are PyTorch's.</summary>
public sealed class ShapeInferenceTests
{
    [Theory]
    [InlineData("1, 28, 28", "Conv2d(20, 3)", "20×26×26")]
    [InlineData("3, 32, 32", "Conv2d(64, 3, Padding = 1)", "64×32×32")]
    [InlineData("3, 224, 224", "Conv2d(64, 7, Stride = 2, Padding = 3)", "64×112×112")]
    [InlineData("64, 56, 56", "Conv2d(128, 1, Stride = 2)", "128×28×28")]
    [InlineData("64, 15, 15", "Conv2d(8, 3, Stride = 2, Padding = 1)", "8×8×8")]
    [InlineData("64, 16, 16", "Conv2d(8, 3, Stride = 2, Padding = 1)", "8×8×8")]
    [InlineData("64, 16, 16", "Conv2d(8, 2, Stride = 3)", "8×5×5")]
    [InlineData("2, 5, 9", "Conv2d(4, 3)", "4×3×7")]
    [InlineData("2, 5, 9", "Conv2d(4, 5, Stride = 2)", "4×1×3")]
    [InlineData("2, 3, 3", "Conv2d(4, 3)", "4×1×1")]
    [InlineData("2, 1, 1", "Conv2d(4, 3, Padding = 1)", "4×1×1")]
    [InlineData("2, 4, 4", "Conv2d(4, 1, Stride = 9)", "4×1×1")]
    [InlineData("2, 4, 4", "Conv2d(4, 1, Padding = 2)", "4×8×8")]
    [InlineData("2, 12, 12", "Conv2d(2, 1), MaxPool2d(2)", "2×6×6")]
    [InlineData("2, 11, 11", "Conv2d(2, 1), MaxPool2d(2)", "2×5×5")]
    [InlineData("2, 11, 11", "Conv2d(2, 1), MaxPool2d(3, Stride = 2)", "2×5×5")]
    [InlineData("2, 112, 112", "Conv2d(2, 1), MaxPool2d(3, Stride = 2, Padding = 1)", "2×56×56")]
    [InlineData("2, 11, 11", "Conv2d(2, 1), AvgPool2d(3)", "2×3×3")]
    [InlineData("2, 11, 11", "Conv2d(2, 1), AvgPool2d(3, Padding = 1)", "2×4×4")]
    [InlineData("2, 8, 5", "Conv2d(2, 1), AvgPool2d(2, Stride = 1)", "2×7×4")]
    [InlineData("2, 8, 5", "Conv2d(7, 1), GlobalAvgPool2d", "7")]
    [InlineData("2, 8, 5", "Linear(9)", "9")]
    [InlineData("80", "Linear(9)", "9")]
    [InlineData("80", "Linear(9), BatchNorm, ReLU, Dropout(0.5)", "9")]
    [InlineData("2, 8, 5", "Conv2d(7, 1), BatchNorm, ReLU, Dropout(0.5)", "7×8×5")]
    [InlineData("80, 3", "Lstm(9, ReturnSequence = false), BatchNorm", "9")]
    public void Gives_the_shape_of_PyTorch(string input, string operations, string output)
    {
        NetworkGraph graph = Graphs.Of($$"""
            [QuantModel({{input}}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{{operations}}] public partial Layer Tested { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """);

        Assert.Equal(output, graph.Of("Tested").Last().Shape.ToString());
        Assert.Equal("10", graph.Output.ToString());
        GraphVerifier.Verify(graph);
    }

    [Theory]
    [InlineData("80, 3", "Conv1d(9, 3)", "78×9")]
    [InlineData("80, 3", "Conv1d(9, 5, Padding = 2), BatchNorm, ReLU, Dropout(0.5)", "80×9")]
    [InlineData("80, 4", "Conv1d(6, 3, Stride = 3, Padding = 2, Dilation = 4, Groups = 2)", "26×6")]
    [InlineData("79, 3", "Conv1d(9, 8, Stride = 2, Padding = Padding.Same)", "40×9")]
    [InlineData("1, 3", "Conv1d(9, 1, Padding = 3)", "7×9")]
    [InlineData("80, 3", "Lstm(9)", "80×9")]
    [InlineData("80, 3", "Lstm(9), BatchNorm, ReLU, Dropout(0.5)", "80×9")]
    [InlineData("80, 3", "Linear(9), BatchNorm, ReLU, Dropout(0.5)", "80×9")]
    [InlineData("1, 3", "Linear(9)", "1×9")]
    [InlineData("80", "Embedding(50, 9), BatchNorm, ReLU", "80×9")]
    [InlineData("80), OneHot(50", "Linear(9)", "80×9")]
    [InlineData("80), OneHot(50", "Lstm(9)", "80×9")]
    public void Gives_the_shape_of_PyTorch_batch_first(string input, string operations, string output)
    {
        NetworkGraph graph = Graphs.Of($$"""
            [QuantModel({{input}}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{{operations}}] public partial Layer Tested { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """);

        Assert.Equal(output, graph.Of("Tested").Last().Shape.ToString());
        Assert.Equal($"{output.Split('×')[0]}×10", graph.Output.ToString());
        GraphVerifier.Verify(graph);
    }

    [Theory]
    [InlineData("2, 8, 5", "Linear(9)", "9×80", 80, 9, 720)]
    [InlineData("3, 32, 32", "Conv2d(64, 3, Padding = 1)", "64×3×3×3", 27, 576, 64 * 27 * 32 * 32)]
    [InlineData("3, 32, 32", "Conv2d(64, 3, Stride = 2, Padding = 1)", "64×3×3×3", 27, 576, 64 * 27 * 16 * 16)]
    [InlineData("80, 4", "Conv1d(8, 5, Stride = 2, Groups = 2)", "8×2×5", 10, 20, 38 * 80)]
    [InlineData("80, 3", "Linear(9)", "9×3", 3, 9, 80 * 27)]
    [InlineData("80, 3", "Lstm(9)", "36×3", 3, 9, 80 * ((36 * 3) + (36 * 9)))]
    [InlineData("80, 3", "Lstm(9, ReturnSequence = false)", "36×3", 3, 9, 80 * ((36 * 3) + (36 * 9)))]
    [InlineData("80", "Embedding(50, 9)", "50×9", 1, 9, 0)]
    public void Counts_weights_and_work(string input, string operation, string weights, int fanIn, int fanOut, long work)
    {
        NetworkGraph graph = Graphs.Of($$"""
            [QuantModel({{input}}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{{operation}}] public partial Layer Tested { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """);
        Node node = graph.Nodes.First(node => node.Operation is WeightedOperation);
        ParameterSpec first = node.Operation.Parameters(graph.InputShape(node))[0];

        Assert.Equal(weights, string.Join("×", first.Shape));
        Assert.Equal(
            (fanIn, fanOut, work),
            (first.FanIn, first.FanOut, ((WeightedOperation)node.Operation).MultiplyAccumulates(graph.InputShape(node), node.Shape)));
    }

    [Theory]
    [InlineData("Linear(4)", true)]
    [InlineData("Linear(4), BatchNorm", false)]
    [InlineData("Linear(4), ReLU, BatchNorm", false)]
    [InlineData("Linear(4, Bias = true), BatchNorm", true)]
    [InlineData("Linear(4, Bias = false)", false)]
    public void A_bias_is_there_unless_batch_norm_follows_or_the_user_says(string operations, bool hasBias)
    {
        NetworkGraph graph = Graphs.Of($$"""
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{{operations}}] public partial Layer Out { get; }
            }
            """);

        Node linear = Assert.Single(graph.Nodes, node => node.Operation is WeightedOperation);
        Assert.Equal(hasBias, linear.Operation.Parameters(graph.InputShape(linear)).Any(parameter => parameter.Name == "bias"));
    }
}
