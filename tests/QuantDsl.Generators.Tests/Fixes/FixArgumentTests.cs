using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>One argument is set or left out.</summary>
public sealed class FixArgumentTests
{
    [Fact]
    public Task Sets_an_argument() => Fixed<FixArgument>.Becomes(
        "Set Bits to 8",
        """
        [QuantModel(4), Weights({|QDSL0301:Bits = 16|}), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """,
        """
        [QuantModel(4), Weights(Bits = 8), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """);

    [Fact]
    public Task Leaves_out_the_last_argument_with_its_parentheses() => Fixed<FixArgument>.Becomes(
        "Leave out LearningRate",
        """
        [QuantModel(4), Weights(Bits = 1)]
        [Adam({|QDSL0403:LearningRate = -1|}), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """,
        """
        [QuantModel(4), Weights(Bits = 1)]
        [Adam, SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """);

    [Fact]
    public Task Writes_an_argument_that_is_left_out() => Fixed<FixArgument>.Becomes(
        "Set Padding to 1",
        """
        [QuantModel(1, 9, 9), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Conv2d(3, 3), MaxPool2d(3, {|QDSL0205:Padding = 2|}), BatchNorm] public partial Layer Conv { get; }
            [Linear(3), BatchNorm, Weights(Bits = 4, {|QDSL0302:Grid = Grid.TwoScale|})] public partial Layer Out { get; }
        }
        """,
        """
        [QuantModel(1, 9, 9), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Conv2d(3, 3), MaxPool2d(3, Padding = 1), BatchNorm] public partial Layer Conv { get; }
            [Linear(3), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer Out { get; }
        }
        """);

    /// <summary>Among them two in one attribute, which the batch fixer would not get right, and every kind of place in a list.</summary>
    [Fact]
    public Task Fixes_all_of_a_document_and_keeps_its_comments() => Fixed<FixArgument>.Becomes(
        "Set Period to 1",
        """
        // Before the model.
        [QuantModel(1, 9, 9)] // small digits
        // A trial step in every epoch.
        [Backtrack({|QDSL0403:Period = 0|}, Blend = 0.5)]
        [Adam(
            {|QDSL0403:Beta1 = 1|}, // first moment
            LearningRate = 0.01, // as in the paper
            {|QDSL0403:Beta2 = 1|},
            {|QDSL0403:Epsilon = 0|}  // avoids 0/0
        )]
        [StepDecay({|QDSL0403:Every = 0|}, {|QDSL0403:Factor = 2|}), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            // Ten maps.
            [Conv2d(10, 3, {|QDSL0205:Stride = 0|}, {|QDSL0205:Padding = -1|}), BatchNorm({|QDSL0205:Epsilon = 0|}, {|QDSL0205:Momentum = 0|})]
            [ReLU]
            public partial Layer Conv { get; }

            /* logits */ [Linear(3), BatchNorm(Epsilon = 1e-3, {|QDSL0205:Momentum = 2|}), Weights({|QDSL0301:Bits = /* many */ 9|})] public partial Layer Out { get; }
        }
        """,
        """
        // Before the model.
        [QuantModel(1, 9, 9)] // small digits
        // A trial step in every epoch.
        [Backtrack(Period = 1, Blend = 0.5)]
        [Adam(
            // first moment
            LearningRate = 0.01 // as in the paper
            // avoids 0/0
        )]
        [StepDecay(Every = 1), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            // Ten maps.
            [Conv2d(10, 3, Stride = 1, Padding = 0), BatchNorm]
            [ReLU]
            public partial Layer Conv { get; }

            /* logits */ [Linear(3), BatchNorm(Epsilon = 1e-3), Weights(Bits = /* many */ 8)] public partial Layer Out { get; }
        }
        """);

    [Fact]
    public Task Adds_bits_beside_a_grid_in_several_files() => Fixed<FixArgument>.Becomes(
        "Leave out Solver",
        [
            """
            [QuantModel(4), Weights(Bits = 3, {|QDSL0302:Solver = Solver.Exact|}, Scale = Scale.PerChannel), SquaredHinge]
            public sealed partial class First
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
            """,
            """
            [QuantModel(4), Weights(Bits = 1, {|QDSL0302:Grid = Grid.Logarithmic|}), SquaredHinge]
            public sealed partial class Second
            {
                [Linear(3), BatchNorm, Weights({|QDSL0302:Scale = (Scale)7|})] public partial Layer Out { get; }
            }
            """,
        ],
        [
            """
            [QuantModel(4), Weights(Bits = 3, Scale = Scale.PerChannel), SquaredHinge]
            public sealed partial class First
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
            """,
            """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Second
            {
                [Linear(3), BatchNorm, Weights] public partial Layer Out { get; }
            }
            """,
        ]);

    /// <summary>The variant is reported as well, and has no argument to fix.</summary>
    [Fact]
    public Task Fixes_a_model_and_not_its_variant() => Fixed<FixArgument>.Becomes(
        "Leave out Batch",
        """
        [{|QDSL0403:ModelFrom(typeof(Net))|}, Weights(Bits = 2)]
        public sealed partial class {|QDSL0403:Variant|};

        [QuantModel(4, {|QDSL0403:Batch = 0|}), Weights(Bits = 1), SquaredHinge, StepDecay({|QDSL0403:Every = 0|})]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """,
        """
        [ModelFrom(typeof(Net)), Weights(Bits = 2)]
        public sealed partial class Variant;

        [QuantModel(4), Weights(Bits = 1), SquaredHinge, StepDecay(Every = 1)]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """);

    [Fact]
    public Task Offers_nothing_where_no_value_is_clear() => Fixed<FixArgument>.OffersNothing("""
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear({|QDSL0205:0|}), BatchNorm] public partial Layer Fc1 { get; }
            [Linear(3), BatchNorm, Dropout({|QDSL0205:2|})] public partial Layer Out { get; }
        }
        """);
}
