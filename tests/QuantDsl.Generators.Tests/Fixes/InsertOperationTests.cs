using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>Batch normalisation and global pooling are inserted where they belong.</summary>
public sealed class InsertOperationTests
{
    [Theory]
    [InlineData("Conv2d", "[Conv2d(4, 3)]", "[Conv2d(4, 3), BatchNorm]")]
    [InlineData("Conv2d", "[Conv2d(4, 3), ReLU, MaxPool2d(2)]", "[Conv2d(4, 3), BatchNorm, ReLU, MaxPool2d(2)]")]
    [InlineData("MaxPool2d", "[Conv2d(4, 3), MaxPool2d(2), AvgPool2d(1)]\n    [Dropout(0.1)]", "[Conv2d(4, 3), MaxPool2d(2), AvgPool2d(1), BatchNorm]\n    [Dropout(0.1)]", "AvgPool2d")]
    [InlineData("Conv2d", "[Conv2d(4, 3)] // maps\n    [ReLU]", "[Conv2d(4, 3)] // maps\n    [BatchNorm]\n    [ReLU]")]
    [InlineData("Conv2d", "[Conv2d(4, 3)] [ReLU]", "[Conv2d(4, 3)] [BatchNorm] [ReLU]")]
    [InlineData("QuantDsl.Conv2d", "[QuantDsl.Conv2d(4, 3), ReLU]", "[QuantDsl.Conv2d(4, 3), QuantDsl.BatchNorm, ReLU]")]
    [InlineData("Conv2d", "[\n        Conv2d(4, 3), // maps\n        ReLU\n    ]", "[\n        Conv2d(4, 3), // maps\n        BatchNorm,\n        ReLU\n    ]")]
    public Task Inserts_BatchNorm(string behind, string before, string after, string? last = null) => Fixed<InsertOperation>.Becomes(
        $"Insert [BatchNorm] after {last ?? behind}", Model(before, "{|QDSL0209:Conv|}"), Model(after, "Conv"));

    [Fact]
    public Task Inserts_BatchNorm_into_all_of_a_project() => Fixed<InsertOperation>.Becomes(
        "Insert [BatchNorm] after Linear",
        [
            """
            [QuantModel(8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(8), ReLU] public partial Layer {|QDSL0209:Fc1|} { get; } // one
                [Linear(8), Add(nameof(Fc1)), ReLU] public partial Layer {|QDSL0209:Fc2|} { get; }
                /* logits */ [Linear(10)] public partial Layer {|QDSL0405:Out|} { get; }
            }
            """,
            Model("[Conv2d(4, 3)]", "{|QDSL0209:Conv|}").Replace("Net", "Other"),
        ],
        [
            """
            [QuantModel(8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(8), BatchNorm, ReLU] public partial Layer Fc1 { get; } // one
                [Linear(8), BatchNorm, Add(nameof(Fc1)), ReLU] public partial Layer Fc2 { get; }
                /* logits */ [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """,
            Model("[Conv2d(4, 3), BatchNorm]", "Conv").Replace("Net", "Other"),
        ]);

    [Fact]
    public Task Appends_GlobalAvgPool2d_to_an_image() => Fixed<InsertOperation>.Becomes(
        "Insert [GlobalAvgPool2d] after ReLU",
        """
        [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(10, 3), BatchNorm, ReLU, Weights(Bits = 2)] // classes
            public partial Layer {|QDSL0207:Out|} { get; }
        }
        """,
        """
        [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(10, 3), BatchNorm, ReLU, GlobalAvgPool2d, Weights(Bits = 2)] // classes
            public partial Layer Out { get; }
        }
        """);

    [Fact]
    public Task Pools_the_image_of_a_regression() => Fixed<InsertOperation>.Becomes(
        "Insert [GlobalAvgPool2d] after ReLU",
        """
        [QuantModel(1, 8, 8), Weights(Bits = 1), Mse]
        public sealed partial class Net
        {
            [Conv2d(10, 3), BatchNorm, ReLU, Weights(Bits = 2)] // classes
            public partial Layer {|QDSL0221:Out|} { get; }
        }
        """,
        """
        [QuantModel(1, 8, 8), Weights(Bits = 1), Mse]
        public sealed partial class Net
        {
            [Conv2d(10, 3), BatchNorm, ReLU, GlobalAvgPool2d, Weights(Bits = 2)] // classes
            public partial Layer Out { get; }
        }
        """);

    [Theory]
    [InlineData("Conv2d(1, 3), BatchNorm")]
    [InlineData("Linear(1), BatchNorm")]
    public Task Offers_no_pooling_without_classes(string operations) => Fixed<InsertOperation>.OffersNothing($$"""
        [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [{{operations}}] public partial Layer {|QDSL0207:Out|} { get; }
        }
        """);

    /// <summary>The layers are another model's.</summary>
    [Fact]
    public Task Offers_nothing_for_a_variant() => Fixed<InsertOperation>.OffersNothing("""
        [QuantModel(8), FullPrecision, CrossEntropy]
        public sealed partial class Net
        {
            [Linear(10)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Net)), Weights(Bits = 1)]
        public sealed partial class {|QDSL0209:Variant|};
        """);

    private static string Model(string attributes, string name) => $$"""
        [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            {{attributes}}
            public partial Layer {{name}} { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;
}
