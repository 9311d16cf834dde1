using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>A property becomes a layer.</summary>
public sealed class MakeLayerTests
{
    [Theory]
    [InlineData("public Layer {|QDSL0103:Fc1|} { get; }", "public partial Layer Fc1 { get; }")]
    [InlineData("Layer {|QDSL0103:Fc1|} { get; }", "public partial Layer Fc1 { get; }")]
    [InlineData("internal static partial Layer {|QDSL0103:Fc1|} { get; }", "internal partial Layer Fc1 { get; }")]
    [InlineData("protected internal virtual Layer {|QDSL0103:Fc1|} { get; private set; }", "protected internal partial Layer Fc1 { get; }")]
    [InlineData("public partial string? {|QDSL0103:Fc1|} { get; } // why", "public partial Layer Fc1 { get; } // why")]
    [InlineData("public QuantDsl.Layer {|QDSL0103:Fc1|} { get; set; } = null!; // why", "public partial QuantDsl.Layer Fc1 { get; } // why")]
    [InlineData("public Layer? {|QDSL0103:Fc1|} { set; }", "public partial Layer Fc1 { get; }")]
    public Task Changes_the_declaration(string before, string after) =>
        Fixed<MakeLayer>.Becomes("Make Fc1 a partial Layer", Model(before), Model(after), compiles: !after.Contains("protected"));

    [Fact]
    public Task Fixes_all_and_keeps_lines_and_comments() => Fixed<MakeLayer>.Becomes(
        "Make Fc1 a partial Layer",
        """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            /// <summary>Wide.</summary>
            [Linear(3), BatchNorm]
            [ReLU] // at last
            // Read only.
            public Layer {|QDSL0103:Fc1|}
            {
                get;
            }

            [Linear(3), BatchNorm] static Layer? {|QDSL0103:Out|} { get; set; } // logits
        }
        """,
        """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            /// <summary>Wide.</summary>
            [Linear(3), BatchNorm]
            [ReLU] // at last
            // Read only.
            public partial Layer Fc1
            {
                get;
            }

            [Linear(3), BatchNorm] public partial Layer Out { get; } // logits
        }
        """);

    [Fact]
    public Task Another_type_of_that_name_is_told_apart() => Fixed<MakeLayer>.Becomes(
        "Make Fc1 a partial Layer",
        Other + Model("public Other.Layer {|QDSL0103:Fc1|} { get; }"),
        Other + Model("public partial global::QuantDsl.Layer Fc1 { get; }"));

    [Fact]
    public Task Fixes_all_of_a_project() => Fixed<MakeLayer>.Becomes(
        "Make Fc1 a partial Layer",
        [Model("public Layer {|QDSL0103:Fc1|} { get; }"), Model("public Layer {|QDSL0103:Fc1|} { get; set; }").Replace("Net", "Other")],
        [Model("public partial Layer Fc1 { get; }"), Model("public partial Layer Fc1 { get; }").Replace("Net", "Other")]);

    [Theory]
    [InlineData("public Layer {|QDSL0103:Fc1|} => Out;")]
    [InlineData("public Layer {|QDSL0103:Fc1|} { get { return Out; } }")]
    [InlineData("public Layer {|QDSL0103:this|}[int index] { get => Out; }")]
    public Task Offers_nothing_where_code_would_be_lost(string property) => Fixed<MakeLayer>.OffersNothing(Model(property));

    private const string Other = """
        public static class Other
        {
            public sealed class Layer;
        }

        """;

    private static string Model(string property) => $$"""
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public partial class Net
        {
            [Linear(3), BatchNorm]
            {{property}}

            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;
}
