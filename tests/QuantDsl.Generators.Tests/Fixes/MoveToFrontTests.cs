using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>The weighted operation comes first.</summary>
public sealed class MoveToFrontTests
{
    [Theory]
    [InlineData("[ReLU, Linear(3)]", "[Linear(3), ReLU]", "Linear")]
    [InlineData("[BatchNorm, ReLU] // both\n    [QuantDsl.Linear(3), Weights(Bits = 2)]", "[QuantDsl.Linear(3), BatchNorm] // both\n    [ReLU, Weights(Bits = 2)]", "QuantDsl.Linear")]
    [InlineData("[From(nameof(Fc1)), FullPrecision, BatchNorm, Linear(3), ReLU]", "[From(nameof(Fc1)), FullPrecision, Linear(3), BatchNorm, ReLU]", "Linear")]
    [InlineData("[\n        Dropout(0.5), // half\n        Linear(3) // logits\n    ]", "[\n        Linear(3), // half\n        Dropout(0.5) // logits\n    ]", "Linear")]
    public Task Moves_it(string before, string after, string name) =>
        Fixed<MoveToFront>.Becomes($"Move {name} to the front", Model(before, "{|QDSL0105:Out|}"), Model(after, "Out"));

    [Fact]
    public Task Fixes_all_of_a_project() => Fixed<MoveToFront>.Becomes(
        "Move Linear to the front",
        [
            "[QuantModel(4), Weights(Bits = 1), SquaredHinge]\npublic sealed partial class First\n{\n"
                + "    [ReLU, Linear(3)] public partial Layer {|QDSL0105:Fc1|} { get; }\n"
                + "    [BatchNorm, Linear(3)] public partial Layer {|QDSL0105:Out|} { get; }\n}",
            Model("[BatchNorm]\n    [Linear(3)]", "{|QDSL0105:Out|}"),
        ],
        [
            "[QuantModel(4), Weights(Bits = 1), SquaredHinge]\npublic sealed partial class First\n{\n"
                + "    [Linear(3), ReLU] public partial Layer Fc1 { get; }\n"
                + "    [Linear(3), BatchNorm] public partial Layer Out { get; }\n}",
            Model("[Linear(3)]\n    [BatchNorm]", "Out"),
        ]);

    [Theory]
    [InlineData("[BatchNorm, ReLU]")]
    [InlineData("[FullPrecision]")]
    public Task Offers_nothing_without_a_weighted_operation(string attributes) =>
        Fixed<MoveToFront>.OffersNothing($$"""
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                {{attributes}} public partial Layer {|QDSL0105:Out|} { get; }
            }
            """);

    private static string Model(string attributes, string name) => $$"""
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU] public partial Layer Fc1 { get; }

            // The last one.
            {{attributes}}
            public partial Layer {{name}} { get; }
        }
        """;
}
