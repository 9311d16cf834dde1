using System.Collections.Concurrent;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>Valid models that between them use everything the language has.</summary>
internal static class TestModels
{
    public const string OneLinear = """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class OneLinear
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public const string Residual = """
        [QuantModel(3, 16, 16, Batch = 32), Weights(Bits = 2), Backtrack(Period = 10, Blend = 0.9), CrossEntropy]
        public sealed partial class Residual
        {
            [Conv2d(8, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
            [Conv2d(8, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv1 { get; }
            [Conv2d(8, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU] public partial Layer Conv2 { get; }
            [Conv2d(16, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
            [From(nameof(Conv2)), Conv2d(16, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 { get; }
            [Conv2d(16, 3, Padding = 1), BatchNorm, Add(nameof(Skip)), ReLU, GlobalAvgPool2d] public partial Layer Conv4 { get; }
            [Linear(10, Bias = true), FullPrecision] public partial Layer Out { get; }
        }
        """;

    public const string PerChannel = """
        [QuantModel(1, 8, 8), Weights(Bits = 3, Scale = Scale.PerChannel), SquaredHinge]
        public sealed partial class PerChannel
        {
            [Conv2d(4, 3), BatchNorm, ReLU] public partial Layer Conv { get; }
            [Linear(5), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public const string Logarithmic = """
        [QuantModel(6), Weights(Bits = 3, Grid = Grid.Logarithmic), SquaredHinge]
        public sealed partial class Logarithmic
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public const string TwoScale = """
        [QuantModel(6), Weights(Bits = 2, Grid = Grid.TwoScale), SquaredHinge]
        public sealed partial class TwoScale
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public const string ExactTernary = """
        [QuantModel(6), Weights(Bits = 2, Solver = Solver.Exact), SquaredHinge]
        public sealed partial class ExactTernary
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public const string Measured = """
        [QuantModel(6), Weights(Bits = 2), Backtrack, ZigZag, SquaredHinge]
        public sealed partial class Measured
        {
            [Linear(5), BatchNorm, ReLU, Weights(Bits = 1)] public partial Layer Fc { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private static readonly ConcurrentDictionary<string, Lazy<CompilationResult>> Compiled = new(StringComparer.Ordinal);

    private const string ExactTwoScale = """
        [QuantModel(6), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel), SquaredHinge]
        public sealed partial class ExactTwoScale
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private const string EveryBits = """
        [QuantModel(12), Backtrack(Period = 1, DiscardTrialMoments = true), CrossEntropy]
        [Adam(LearningRate = 1e-5, Beta1 = 0.5, Beta2 = 0.99, Epsilon = 1e-12)]
        public sealed partial class EveryBits
        {
            [Linear(12), BatchNorm, Weights(Bits = 1)] public partial Layer One { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2)] public partial Layer Two { get; }
            [Linear(12), BatchNorm, Weights(Bits = 3)] public partial Layer Three { get; }
            [Linear(12), BatchNorm, Weights(Bits = 4)] public partial Layer Four { get; }
            [Linear(12), BatchNorm, Weights(Bits = 5)] public partial Layer Five { get; }
            [Linear(12), BatchNorm, Weights(Bits = 6)] public partial Layer Six { get; }
            [Linear(12), BatchNorm, Weights(Bits = 7)] public partial Layer Seven { get; }
            [Linear(12), BatchNorm, Weights(Bits = 8)] public partial Layer Eight { get; }
            [Linear(2), FullPrecision] public partial Layer Out { get; }
        }
        """;

    private const string EveryLogarithmic = """
        [QuantModel(12), StepDecay(Every = 3, Factor = 0.5, Times = 4), CrossEntropy]
        public sealed partial class EveryLogarithmic
        {
            [Linear(12), BatchNorm, Weights(Bits = 2, Grid = Grid.Logarithmic)] public partial Layer Two { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact)] public partial Layer Exact { get; }
            [Linear(12), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Four { get; }
            [Linear(12), BatchNorm, Weights(Bits = 8, Grid = Grid.Logarithmic)] public partial Layer Eight { get; }
            [Linear(2), Weights(Bits = 1)] public partial Layer Out { get; }
        }
        """;

    /// <summary>All quantizers as they are written for measuring.</summary>
    private const string EveryMeasured = """
        [QuantModel(12), Weights(Bits = 1), ZigZag, CrossEntropy]
        public sealed partial class EveryMeasured
        {
            [Linear(12), BatchNorm] public partial Layer One { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2)] public partial Layer Two { get; }
            [Linear(12), BatchNorm, Weights(Bits = 5)] public partial Layer Five { get; }
            [Linear(12), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Logarithmic { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Exact { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer ExactTwoScale { get; }
            [Linear(12), BatchNorm, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer OneByChannel { get; }
            [Linear(12), BatchNorm, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer ThreeByChannel { get; }
            [Linear(12), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerChannel)] public partial Layer TwoScaleByChannel { get; }
            [Linear(2), FullPrecision] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(EveryMeasured)), Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerChannel)]
        public sealed partial class Variant;

        [QuantModel(12), Weights(Bits = 1, Scale = Scale.PerChannel), ZigZag, CrossEntropy]
        public sealed partial class OneBit
        {
            [Linear(12), BatchNorm] public partial Layer Hidden { get; }
            [Linear(2), Weights(Bits = 1)] public partial Layer Out { get; }
        }
        """;

    /// <summary>A layer for each activation of the table, behind batch norm, a sum and a product in turn; then a concatenation and layer norms.</summary>
    private static readonly string Activations = $$"""
        [QuantModel(5), Weights(Bits = 2), CrossEntropy]
        public sealed partial class Activations
        {
            [Linear(4), BatchNorm] public partial Layer First { get; }
        {{string.Concat(OperationTable.All.Where(IsActivation).SelectMany(ActivationLayers))}}
            [Linear(6), Concat(nameof(First)), LayerNorm] public partial Layer Joined { get; }
            [Linear(5), LayerNorm(Epsilon = 1e-3), Gelu, BatchNorm] public partial Layer Normalised { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private const string EveryOperation = """
        [QuantModel(2, 20, 20, Batch = 7, Epochs = 3), Weights(Bits = 4), CrossEntropy]
        public sealed partial class EveryOperation
        {
            [Conv2d(4, 3, Bias = true), ReLU, MaxPool2d(3, Stride = 2, Padding = 1), Dropout(0.25)] public partial Layer First { get; }
            [Conv2d(6, 5, Stride = 2, Padding = 2), AvgPool2d(3, Stride = 1), BatchNorm(Epsilon = 1e-3, Momentum = 0.01), ReLU]
            public partial Layer Second { get; }
            [From(nameof(First)), Conv2d(6, 1), AvgPool2d(3), ReLU, ReLU, Dropout(0.5), ReLU, Add(nameof(Second))]
            public partial Layer Third { get; }
            [Linear(9, Bias = false), ReLU, Dropout(0.1)] public partial Layer Fourth { get; }
            [Linear(9), Add(nameof(Fourth)), Add(nameof(Fourth)), ReLU] public partial Layer Fifth { get; }
            [Linear(3), ReLU] public partial Layer Out { get; }
        }
        """;

    /// <summary>The paper's character network in small numbers, and its variants.</summary>
    public const string CharLstm = """
        [QuantModel(6, Batch = 10, Epochs = 3), OneHot(5), Weights(Bits = 1, Scale = Scale.PerGate)]
        [Adam(LearningRate = 0.002), StepDecay(Every = 1, Factor = 0.98, After = 10), GradientClip(5), CrossEntropy]
        public sealed partial class CharLstm
        {
            [Lstm(4)] public partial Layer Lstm { get; }
            [Linear(5), FullPrecision] public partial Layer Out { get; }
        }
        """;

    private const string Sequences = """
        [QuantModel(7, 3, Batch = 4), Weights(Bits = 2), Backtrack, GradientClip(0.25), SquaredHinge]
        public sealed partial class Numbers
        {
            [Lstm(5), BatchNorm, Dropout(0.5)] public partial Layer First { get; }
            [Lstm(5), Add(nameof(First)), ReLU] public partial Layer Second { get; }
            [From(nameof(First)), Linear(5, Bias = true), BatchNorm, ReLU, Add(nameof(Second))] public partial Layer Each { get; }
            [Lstm(2, ReturnSequence = false), BatchNorm] public partial Layer Out { get; }
        }

        [QuantModel(7), Weights(Bits = 3, Scale = Scale.PerChannel), CrossEntropy]
        public sealed partial class Tokens
        {
            [Embedding(9, 5)] public partial Layer Table { get; }
            [Lstm(6)] public partial Layer Lstm { get; }
            [Linear(9), Weights(Bits = 1)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Tokens)), FullPrecision, GradientClip(1), Frozen("Table")]
        public sealed partial class FullTokens;

        [QuantModel(6), Weights(Bits = 2), CrossEntropy]
        public sealed partial class Sentences
        {
            [Embedding(9, 5)] public partial Layer Table { get; }
            [Lstm(4, ReturnSequence = false)] public partial Layer Last { get; }
            [Linear(2)] public partial Layer Out { get; }
        }
        """;

    /// <summary>Convolutions of sequences, with an LSTM, whose states then cannot be carried on.</summary>
    private const string SequenceConvolutions = """
        [QuantModel(9, 4, Batch = 5), Weights(Bits = 3), Backtrack, CrossEntropy]
        public sealed partial class SequenceConvolutions
        {
            [Conv1d(6, 3, Padding = 1), BatchNorm, ReLU] public partial Layer First { get; }
            [Conv1d(6, 3, Padding = Padding.Same, Dilation = 2, Groups = 6), BatchNorm, Add(nameof(First)), ReLU]
            public partial Layer Filter { get; }
            [Conv1d(4, 4, Stride = 2, Groups = 2, Bias = true), Gelu] public partial Layer Half { get; }
            [Lstm(5)] public partial Layer Lstm { get; }
            [Conv1d(3, 2, Padding = 4)] public partial Layer Out { get; }
        }

        [QuantModel(9, 4), Weights(Bits = 2, Scale = Scale.PerGate), Backtrack, CrossEntropy]
        public sealed partial class GatedUnits
        {
            [Gru(6), LayerNorm] public partial Layer First { get; }
            [Gru(5, ReturnSequence = false)] public partial Layer Last { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    /// <summary>The losses of numbers, and the settings of cross-entropy.</summary>
    public const string Losses = """
        [QuantModel(6), Weights(Bits = 2), Backtrack, Mse]
        public sealed partial class Regression
        {
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(1), FullPrecision] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Regression)), Huber(Delta = 0.1)]
        public sealed partial class Robust;

        [QuantModel(6, 3), Weights(Bits = 2), BceWithLogits]
        public sealed partial class Tagged
        {
            [Lstm(5)] public partial Layer Lstm { get; }
            [Linear(4), FullPrecision] public partial Layer Out { get; }
        }

        [QuantModel(5), Weights(Bits = 2), Mse]
        public sealed partial class OfTokens
        {
            [Embedding(9, 5)] public partial Layer Table { get; }
            [Lstm(6, ReturnSequence = false)] public partial Layer Lstm { get; }
            [Linear(1), FullPrecision] public partial Layer Out { get; }
        }

        [QuantModel(6), Weights(Bits = 2), CrossEntropy(LabelSmoothing = 0.1, Weight = new[] { 1, 0.3, 2 })]
        public sealed partial class Weighted
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Weighted)), CrossEntropy(LabelSmoothing = 0.1)]
        public sealed partial class Smoothed;
        """;

    /// <summary>Every curve of the learning rate, weights that decay, and ternary products that are looked up.</summary>
    private const string Schedules = """
        [QuantModel(200), Weights(Bits = 2), AdamW, Warmup, Cosine, CrossEntropy]
        public sealed partial class Curved
        {
            [Linear(200), BatchNorm, ReLU] public partial Layer Ternary { get; }
            [Linear(200), BatchNorm, ReLU, Weights(Bits = 2, Scale = Scale.PerChannel)] public partial Layer Rows { get; }
            [Linear(200), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer Sides { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Curved)), OneCycle]
        public sealed partial class InOneCycle;

        [ModelFrom(typeof(Curved)), Exponential]
        public sealed partial class Falling;

        [ModelFrom(typeof(Curved)), MultiStep(2, 5)]
        public sealed partial class InSteps;

        [ModelFrom(typeof(Curved)), ReduceOnPlateau]
        public sealed partial class Waiting;
        """;

    private const string Wide = """
        [QuantModel(1, 4, 8), FullPrecision, SquaredHinge]
        public sealed partial class Wide
        {
            [Conv2d(3, 2), BatchNorm, MaxPool2d(2), GlobalAvgPool2d] public partial Layer Out { get; }
        }
        """;

    /// <summary>Convolutions of every kind: not square, dilated, padded as the size wants, in groups and depthwise.</summary>
    private const string Convolutions = """
        [QuantModel(4, 9, 8), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Convolutions
        {
            [Conv2d(6, 3, 2, Stride = 2, PaddingHeight = 1), BatchNorm, ReLU] public partial Layer Rectangle { get; }
            [Conv2d(6, 3, Padding = Padding.Same, Dilation = 2, Groups = 3), ReLU] public partial Layer Grouped { get; }
            [Conv2d(6, 3, Padding = 1, Groups = 6), BatchNorm, ReLU] public partial Layer Depthwise { get; }
            [Conv2d(6, 3, Padding = 1, Groups = 6, Bias = true)] public partial Layer Biased { get; }
            [Linear(4)] public partial Layer Out { get; }
        }
        """;

    private static bool IsActivation(OperationReader reader) => reader.Read(new AttributeValues([], [])) is ActivationOperation;

    private static IEnumerable<string> ActivationLayers(OperationReader reader)
    {
        string[] before = ["Linear(4), BatchNorm", "Linear(4), BatchNorm, Add(nameof(First))", "Linear(4, Bias = true)"];
        string use = reader.Example.Length == 0 ? reader.Name : $"{reader.Name}({reader.Example})";
        return before.Select((operations, i) => $"    [{operations}, {use}] public partial Layer {reader.Name}{i} {{ get; }}\n");
    }

    /// <summary>All models by name; a file may declare several.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Activations)] = Activations,
        [nameof(OneLinear)] = OneLinear,
        [nameof(Residual)] = Residual,
        [nameof(PerChannel)] = PerChannel,
        [nameof(Logarithmic)] = Logarithmic,
        [nameof(TwoScale)] = TwoScale,
        [nameof(ExactTernary)] = ExactTernary,
        [nameof(ExactTwoScale)] = ExactTwoScale,
        [nameof(EveryBits)] = EveryBits,
        [nameof(EveryLogarithmic)] = EveryLogarithmic,
        [nameof(EveryMeasured)] = EveryMeasured,
        [nameof(EveryOperation)] = EveryOperation,
        [nameof(Schedules)] = Schedules,
        [nameof(Wide)] = Wide,
        [nameof(Convolutions)] = Convolutions,
        [nameof(Losses)] = Losses,
        [nameof(Measured)] = Measured,
        [nameof(CharLstm)] = CharLstm,
        [nameof(SequenceConvolutions)] = SequenceConvolutions,
        [nameof(Sequences)] = Sequences,
        ["PaperCharLstm"] = Project.Read("samples", "Experiments", "Networks", "CharLstm.cs"),
        ["LeNet5"] = LeNet5,
        ["Mlp"] = Mlp,
    };

    /// <summary>A model compiled; once for all tests that only read it.</summary>
    public static CompilationResult Compile(string name) =>
        Compiled.GetOrAdd(name, static name => new(() => GeneratorHarness.Run(All[name]))).Value;

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Those that have an update on CUDA; newer operations are refused there.</summary>
    public static TheoryData<string> NamesOnCuda => [.. All.Keys.Except(
        [nameof(Activations), nameof(Convolutions), nameof(SequenceConvolutions)])];

    /// <summary>LeNet-5 and its variants, as the sample declares them.</summary>
    public static string LeNet5 => Project.Read("samples", "Digits", "Models", "LeNet5.cs");

    private static string Mlp => Project.Read("samples", "Digits", "Models", "Mlp.cs");
}
