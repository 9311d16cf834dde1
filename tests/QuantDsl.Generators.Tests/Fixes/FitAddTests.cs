using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>The shapes of an Add or Concat are made to match by one argument, if one does it.</summary>
public sealed class FitAddTests
{
    [Theory]
    [InlineData(0, "Set Stride of Conv2 to 1", "Conv2d(8, 3, Padding = 1, Stride = 2)", "Conv2d(8, 3, Padding = 1, Stride = 1)")]
    [InlineData(0, "Set Padding of Conv2 to 2", "Conv2d(8, 5)", "Conv2d(8, 5, Padding = 2)")]
    [InlineData(0, "Set channels of Conv2 to 8", "Conv2d(16 /* wide */, 3, Padding = 1)", "Conv2d(8 /* wide */, 3, Padding = 1)")]
    [InlineData(0, "Set channels of Conv2 to 8", "Conv2d(kernel: 1, channels: 4)", "Conv2d(kernel: 1, channels: 8)")]
    public Task Sets_the_argument_that_fits(int index, string title, string before, string after) =>
        Fixed<FitAdd>.Becomes(title, Model(before, "{|QDSL0203:Add(nameof(Conv1))|}"), Model(after, "Add(nameof(Conv1))"), index);

    [Fact]
    public Task Sets_the_stride_to_2_and_features_in_all_of_a_project() => Fixed<FitAdd>.Becomes(
        "Set features of Fc2 to 8",
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
        "Set Stride of Conv2 to 1",
        Model("Conv2d(6, 3, Padding = 1, Stride = 2)", "{|QDSL0203:Concat(nameof(Conv1))|}"),
        Model("Conv2d(6, 3, Padding = 1, Stride = 1)", "Concat(nameof(Conv1))"));

    [Fact]
    public Task Halves_a_branch() => Fixed<FitAdd>.Becomes(
        "Set Stride of Skip to 2",
        Branch("Conv2d(8, 1)", "{|QDSL0203:Add(nameof(Conv2))|}"),
        Branch("Conv2d(8, 1, Stride = 2)", "Add(nameof(Conv2))"));

    [Fact]
    public Task Keeps_the_length_of_a_sequence()
    {
        return Fixed<FitAdd>.Becomes(
            "Set Padding of Conv2 to 4", Sequence("Conv1d(6, 5, Dilation = 2)", "{|QDSL0203:Add(nameof(Conv1))|}"),
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

    /// <summary>Stride and channels are wrong, or the shapes are of another kind.</summary>
    [Theory]
    [InlineData("Conv2d(16, 3, Padding = 1, Stride = 2)")]
    [InlineData("Linear(8)")]
    public Task Offers_nothing_where_one_argument_is_not_enough(string operation) =>
        Fixed<FitAdd>.OffersNothing(Model(operation, "{|QDSL0203:Add(nameof(Conv1))|}"));

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
