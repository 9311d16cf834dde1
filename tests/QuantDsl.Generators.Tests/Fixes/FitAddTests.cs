using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>The shapes of an Add or Concat are made to match as the message advises, without a new layer.</summary>
public sealed class FitAddTests
{
    [Theory]
    [InlineData(0, "Set Stride = 1 in Conv2", "Conv2d(8, 3, Padding = 1, Stride = 2)", "Conv2d(8, 3, Padding = 1, Stride = 1)")]
    [InlineData(0, "Set Padding = 2 in Conv2", "Conv2d(8, 5)", "Conv2d(8, 5, Padding = 2)")]
    [InlineData(0, "Set channels = 8 in Conv2", "Conv2d(16 /* wide */, 3, Padding = 1)", "Conv2d(8 /* wide */, 3, Padding = 1)")]
    [InlineData(0, "Set channels = 8 in Conv2", "Conv2d(kernel: 1, channels: 4)", "Conv2d(kernel: 1, channels: 8)")]
    public Task Sets_the_argument_that_fits(int index, string title, string before, string after) =>
        Fixed<FitAdd>.Becomes(title, Model(before, "{|QDSL0203:Add(nameof(Conv1))|}"), Model(after, "Add(nameof(Conv1))"), index);

    [Fact]
    public Task Sets_the_stride_to_2_and_features_in_all_of_a_project() => Fixed<FitAdd>.Becomes(
        "Set features = 8 in Fc2",
        [
            Flat("16", "{|QDSL0203:Add(nameof(Fc1))|}", "4", "{|QDSL0203:Add(nameof(Fc1))|}"),
            Flat("8", "Add(nameof(Fc1))", "7", "{|QDSL0203:Add(nameof(Fc1))|}").Replace("Net", "Other"),
        ],
        [
            Flat("8", "Add(nameof(Fc1))", "8", "Add(nameof(Fc1))"),
            Flat("8", "Add(nameof(Fc1))", "8", "Add(nameof(Fc1))").Replace("Net", "Other"),
        ]);

    [Fact]
    public Task Sets_the_stride_that_a_concatenation_needs() => Fixed<FitAdd>.Becomes(
        "Set Stride = 1 in Conv2",
        Model("Conv2d(6, 3, Padding = 1, Stride = 2)", "{|QDSL0203:Concat(nameof(Conv1))|}"),
        Model("Conv2d(6, 3, Padding = 1, Stride = 1)", "Concat(nameof(Conv1))"));

    [Fact]
    public Task Halves_a_branch() => Fixed<FitAdd>.Becomes(
        "Set Stride = 2 in Skip",
        Branch("Conv2d(8, 1)", "{|QDSL0203:Add(nameof(Conv2))|}"),
        Branch("Conv2d(8, 1, Stride = 2)", "Add(nameof(Conv2))"));

    [Fact]
    public Task Keeps_the_length_of_a_sequence()
    {
        return Fixed<FitAdd>.Becomes(
            "Set Padding = 4 in Conv2", Sequence("Conv1d(6, 5, Dilation = 2)", "{|QDSL0203:Add(nameof(Conv1))|}"),
            Sequence("Conv1d(6, 5, Dilation = 2, Padding = 4)", "Add(nameof(Conv1))"));

        static string Sequence(string operation, string add) => $$"""
            [QuantModel(16, 3), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv1d(6, 3, Padding = 1), BatchNorm] public partial Layer Conv1 { get; }
                [{{operation}}, BatchNorm, {{add}}, ReLU] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """;
    }

    [Fact]
    public Task Sets_several_arguments_of_several_stages() => Fixed<FitAdd>.Becomes(
        "Set Padding = 1 in B1 and B2, Stride = 1 in B1, channels = 8 in B2",
        Stages("Conv2d(16, 3, Stride = 2)", "", "Conv2d(16, 3)", "{|QDSL0203:Add(nameof(S))|}"),
        Stages("Conv2d(16, 3, Stride = 1, Padding = 1)", "", "Conv2d(8, 3, Padding = 1)", "Add(nameof(S))"));

    [Fact]
    public Task Removes_a_pooling_of_the_stage_before() => Fixed<FitAdd>.Becomes(
        "Remove MaxPool2d(2) from B1",
        Stages("Conv2d(8, 1)", ", MaxPool2d(2)", "Conv2d(8, 1)", "{|QDSL0203:Add(nameof(S))|}"),
        Stages("Conv2d(8, 1)", "", "Conv2d(8, 1)", "Add(nameof(S))"));

    /// <summary>The shapes are of another kind.</summary>
    [Fact]
    public Task Offers_nothing_where_no_argument_helps() =>
        Fixed<FitAdd>.OffersNothing(Model("Linear(8)", "{|QDSL0203:Add(nameof(Conv1))|}"));

    private static string Stages(string first, string pooling, string second, string add) => $$"""
        [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(8, 3, Padding = 1), BatchNorm] public partial Layer S { get; }
            [{{first}}, BatchNorm{{pooling}}] public partial Layer B1 { get; }
            [{{second}}, BatchNorm, {{add}}, ReLU] public partial Layer B2 { get; }
            [Linear(10)] public partial Layer Out { get; }
        }
        """;

    private static string Model(string operation, string add) => $$"""
        [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(8, 3, Padding = 1), BatchNorm] public partial Layer Conv1 { get; }
            // Residual.
            [{{operation}}, BatchNorm, {{add}}, ReLU] public partial Layer Conv2 { get; }
            [Linear(10)] public partial Layer Out { get; }
        }
        """;

    private static string Branch(string operation, string add) => $$"""
        [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Conv2d(8, 3, Padding = 1), BatchNorm] public partial Layer Conv1 { get; }
            [Conv2d(8, 3, Padding = 1, Stride = 2), BatchNorm] public partial Layer Conv2 { get; }
            [From(nameof(Conv1)), {{operation}}, {{add}}] public partial Layer Skip { get; }
            [Linear(10)] public partial Layer Out { get; }
        }
        """;

    private static string Flat(string second, string firstAdd, string third, string secondAdd) => $$"""
        [QuantModel(4), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(8)] public partial Layer Fc1 { get; }
            [Linear({{second}}), {{firstAdd}}] public partial Layer Fc2 { get; }
            [Linear({{third}}), {{secondAdd}}] public partial Layer Fc3 { get; }
            [Linear(10)] public partial Layer Out { get; }
        }
        """;
}
