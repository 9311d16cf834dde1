namespace QuantDsl.Generators.Tests.Checks;

/// <summary>04xx: the training recipe.</summary>
internal static class RecipeCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0401", "no loss", """
            [QuantModel(8), Weights(Bits = 1)]
            public sealed partial class {|QDSL0401:Net|}
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has no loss; add [CrossEntropy] or [SquaredHinge] for classes, [BceWithLogits] for several labels at a time, "
            + "or [Mse] or [Huber] for numbers"),
        new("QDSL0402", "two losses", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy, {|QDSL0402:SquaredHinge|}]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has more than one loss; keep one of them"),
        new("QDSL0403", "batch and epochs", """
            [QuantModel(8, {|QDSL0403:Batch = 0|}, {|QDSL0403:Epochs = -1|}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: a minibatch must have at least 1 sample, but Batch is 0",
            "Net: training must take at least 1 epoch, but Epochs is -1"),
        new("QDSL0403", "backtracking", """
            [QuantModel(8), Weights(Bits = 1), Backtrack({|QDSL0403:Blend = 1|}, {|QDSL0403:Period = 0|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: the blend must be above 0 and below 1 as a float32, but Blend is 1",
            "Net: the period must be at least 1 epoch, but Period is 0"),
        new("QDSL0403", "learning rate", """
            [QuantModel(8), Weights(Bits = 1), Adam({|QDSL0403:LearningRate = -0.5|}), StepDecay({|QDSL0403:Every = 0|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: the learning rate must be a positive float32, but LearningRate is -0.5",
            "Net: there must be at least 1 epoch between two decays, but Every is 0"),
        new("QDSL0403", "decay factor", """
            [QuantModel(8), Weights(Bits = 1), StepDecay({|QDSL0403:Factor = 1.5|}, {|QDSL0403:After = -1|}, {|QDSL0403:Times = -1|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: the factor must be above 0 and at most 1, but Factor is 1.5",
            "Net: the number of epochs before the first decay must be at least 0, but After is -1",
            "Net: the number of decays must be at least 0, but Times is -1"),
        new("QDSL0403", "betas and epsilon", """
            [QuantModel(8), Weights(Bits = 1), Adam({|QDSL0403:Beta1 = 1|}, {|QDSL0403:Beta2 = -0.1|}, {|QDSL0403:Epsilon = 0|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: β₁ must be at least 0 and below 1 as a float32, but Beta1 is 1",
            "Net: β₂ must be at least 0 and below 1 as a float32, but Beta2 is -0.1",
            "Net: ε must be a positive float32, but Epsilon is 0"),
        new("QDSL0403", "numbers that float32 does not have", """
            [QuantModel(8), Weights(Bits = 1), Adam({|QDSL0403:LearningRate = 1e-60|}, {|QDSL0403:Epsilon = double.PositiveInfinity|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: the learning rate must be a positive float32, but LearningRate is 1E-60",
            "Net: ε must be a positive float32, but Epsilon is Infinity"),
        new("QDSL0403", "numbers that float32 rounds to a bound", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            [Backtrack({|QDSL0403:Blend = 0.99999999|}), Adam({|QDSL0403:Beta2 = 0.99999999|})]
            public sealed partial class Net
            {
                [Linear(10), BatchNorm({|QDSL0205:Momentum = 1e-50|}), Dropout({|QDSL0205:0.99999999|})] public partial Layer Out { get; }
            }
            """,
            "Net: the blend must be above 0 and below 1 as a float32, but Blend is 0.99999999",
            "Net: β₂ must be at least 0 and below 1 as a float32, but Beta2 is 0.99999999",
            "Out: the momentum must be above 0 and at most 1 as a float32, but Momentum is 1E-50",
            "Out: the probability must be at least 0 and below 1 as a float32, but probability is 0.99999999"),
        new("QDSL0403", "one sample has no variance", """
            [QuantModel(8, {|QDSL0403:Batch = 1|}), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """,
            "Net: the BatchNorm of Out needs a minibatch of at least 2 samples, but Batch is 1"),
        new("QDSL0403", "gradient clip", """
            [QuantModel(8), Weights(Bits = 1), GradientClip({|QDSL0403:-5|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), GradientClip({|QDSL0403:bound: double.NaN|}), CrossEntropy]
            public sealed partial class Other
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Other)), GradientClip({|QDSL0403:double.PositiveInfinity|})]
            public sealed partial class Variant;
            """,
            "Net: the bound of gradients must be a positive float32, but bound is -5",
            "Other: the bound of gradients must be a positive float32, but bound is NaN",
            "Variant: the bound of gradients must be a positive float32, but bound is Infinity"),
        new("QDSL0403", "settings of losses", """
            [QuantModel(8), Weights(Bits = 1), Huber({|QDSL0403:Delta = 0|})]
            public sealed partial class Net
            {
                [Linear(1), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1)]
            [CrossEntropy({|QDSL0403:LabelSmoothing = 1|}, {|QDSL0403:Weight = new double[] { 1, -2, 0 }|})]
            public sealed partial class Other
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
            """,
            "Net: the error from which on Huber's loss is linear must be a positive float32, but Delta is 0",
            "Other: the part of a label that all classes share must be at least 0 and below 1, but LabelSmoothing is 1",
            "Other: the weight of a class must be a positive float32, but Weight is -2"),
        new("QDSL0404", "full precision", """
            [QuantModel(8), FullPrecision, {|QDSL0404:Backtrack|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has [Backtrack], but no quantized layer; remove it or quantize a layer"),
        new("QDSL0406", "full precision", """
            [QuantModel(8), FullPrecision, {|QDSL0406:ZigZag|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has [ZigZag], but no quantized layer; remove it or quantize a layer"),
        new("QDSL0406", "a variant without quantized weights", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), FullPrecision, {|QDSL0406:ZigZag|}]
            public sealed partial class Net;
            """, "Net has [ZigZag], but no quantized layer; remove it or quantize a layer"),
        new("QDSL0411", "two schedules", """
            [QuantModel(8), Weights(Bits = 1), StepDecay(Every = 5), Warmup, {|QDSL0411:Cosine|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has both [StepDecay] and [Cosine]; keep one of them, which [Warmup] may precede"),
        new("QDSL0412", "a warm-up before one cycle", """
            [QuantModel(8), Weights(Bits = 1), {|QDSL0412:Warmup|}, OneCycle, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net has [Warmup] besides [OneCycle], which begins with a warm-up of its own; remove [Warmup], and set PctStart and DivFactor of "
            + "[OneCycle]"),
        new("QDSL0431", "no precision", """
            [QuantModel(8), Weights(Bits = 1), {|QDSL0431:Precision((Precision)7)|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net: (Precision)7 is not a defined value; say Float32, TensorFloat32 or BFloat16, or remove [Precision]"),
        new("QDSL0432", "small products", """
            [QuantModel(64, Batch = 31), Weights(Bits = 1), {|QDSL0432:Precision(Precision.BFloat16)|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(31), BatchNorm, ReLU] public partial Layer Hidden { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has [Precision], but tensor cores make none of its products, so it changes nothing; remove it"),
        new("QDSL0432", "small products of sequences", """
            [QuantModel(8, 16), Weights(Bits = 1), {|QDSL0432:Precision(Precision.TensorFloat32)|}, CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(16)] public partial Layer Cells { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has [Precision], but tensor cores make none of its products, so it changes nothing; remove it"),
        new("QDSL0413", "two optimizers", """
            [QuantModel(8), Weights(Bits = 1), Adam, {|QDSL0413:AdamW|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has both [Adam] and [AdamW]; keep one of them"),
        new("QDSL0403", "schedules", """
            [QuantModel(8), Weights(Bits = 1), Warmup({|QDSL0403:Epochs = 0|}, {|QDSL0403:StartFactor = 0|}), CrossEntropy]
            [Cosine({|QDSL0403:EndFactor = 1|})]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Net)), OneCycle({|QDSL0403:Epochs = -1|}, {|QDSL0403:PctStart = 1|}, {|QDSL0403:DivFactor = 0.5|}, {|QDSL0403:FinalDivFactor = 0|})]
            public sealed partial class Cycle;

            [ModelFrom(typeof(Net)), MultiStep(3, {|QDSL0403:Factor = 2|})]
            public sealed partial class Steps;

            [ModelFrom(typeof(Net)), MultiStep({|QDSL0403:4|}, 4)]
            public sealed partial class Twice;

            [ModelFrom(typeof(Net)), Exponential({|QDSL0403:Factor = 0|})]
            public sealed partial class Smooth;

            [ModelFrom(typeof(Net)), ReduceOnPlateau({|QDSL0403:Factor = 1|}, {|QDSL0403:Patience = -1|}, {|QDSL0403:Threshold = 1|}, {|QDSL0403:Cooldown = -1|})]
            public sealed partial class Plateau;

            [ModelFrom(typeof(Net)), Warmup(Epochs = 3), Cosine({|QDSL0403:Epochs = 3|})]
            public sealed partial class Short;
            """,
            "Net: a warm-up must take at least 1 epoch, but Epochs is 0",
            "Net: a warm-up must begin above 0 and with at most the learning rate itself, but StartFactor is 0",
            "Net: the curve must end at 0 or above, and below the learning rate itself, but EndFactor is 1",
            "Cycle: the cycle must take at least 1 epoch, or 0 for the whole run, but Epochs is -1",
            "Cycle: the part of the cycle in which the rate rises must be above 0 and below 1, but PctStart is 1",
            "Cycle: the first rate must be the highest divided by at least 1, but DivFactor is 0.5",
            "Cycle: the last rate must be the first divided by at least 1, but FinalDivFactor is 0",
            "Steps: the factor must be above 0 and at most 1, but Factor is 2",
            "Twice: each epoch must come after the one before it, which is 4, but epochs is 4",
            "Smooth: the factor must be above 0 and at most 1, but Factor is 0",
            "Plateau: the factor must be above 0 and below 1, but Factor is 1",
            "Plateau: the number of epochs without a better loss must be at least 0, but Patience is -1",
            "Plateau: the part by which a loss must be less must be at least 0 and below 1, but Threshold is 1",
            "Plateau: the number of epochs that do not count must be at least 0, but Cooldown is -1",
            "Short: the cosine must end after the warm-up, which takes 3, but Epochs is 3"),
        new("QDSL0403", "weights that decay by more than themselves", """
            [QuantModel(8), Weights(Bits = 1), AdamW(LearningRate = 0.5, {|QDSL0403:WeightDecay = 2|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: weights must shrink by less than themselves in a step: the decay is at least 0, and below 1 times the learning rate, but "
            + "WeightDecay is 2"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0401", "from the other model", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 2)]
            public sealed partial class Net;
            """),
        new("QDSL0402", "another loss in place of the other model's", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), SquaredHinge]
            public sealed partial class Net;
            """),
        new("QDSL0403", "the smallest and largest values", """
            [QuantModel(8, Batch = 1, Epochs = 1), Weights(Bits = 1), Backtrack(Blend = 0.001, Period = 1)]
            [Adam(Beta1 = 0, Beta2 = 0, LearningRate = 1e-30), StepDecay(Every = 1, Factor = 1, Times = 1), GradientClip(1e-30), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0403", "settings of losses", """
            [QuantModel(8), Weights(Bits = 1), Huber(Delta = 1e-30)]
            public sealed partial class Net
            {
                [Linear(1), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), CrossEntropy(LabelSmoothing = 0.99, Weight = new[] { 1e-30, 1, 1e30 })]
            public sealed partial class Other
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
            """),
        new("QDSL0404", "one quantized layer, and a variant in full precision", """
            [QuantModel(8), FullPrecision, Backtrack, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10), Weights(Bits = 1)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), FullPrecision]
            public sealed partial class Net;
            """),
        new("QDSL0406", "one quantized layer, and a variant in full precision", """
            [QuantModel(8), FullPrecision, ZigZag, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10), Weights(Bits = 1)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), FullPrecision]
            public sealed partial class Net;
            """),
        new("QDSL0411", "a warm-up and a schedule, and another in place of the other model's", """
            [QuantModel(8), Weights(Bits = 1), Warmup(Epochs = 3), Cosine(Epochs = 4), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), MultiStep(1, 2)]
            public sealed partial class Net;
            """),
        new("QDSL0412", "one cycle in place of the other model's warm-up", """
            [QuantModel(8), Weights(Bits = 1), Warmup, ReduceOnPlateau, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), OneCycle]
            public sealed partial class Net;
            """),
        new("QDSL0431", "the default, said, and another in place of it", """
            [QuantModel(64, Batch = 32), Weights(Bits = 1), Precision(Precision.Float32), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(64)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Precision(Precision.TensorFloat32)]
            public sealed partial class Net;
            """),
        new("QDSL0432", "a product of half a tile, and the default of one that is too small", """
            [QuantModel(64, Batch = 32), Weights(Bits = 1), Precision(Precision.BFloat16), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(64)] public partial Layer Out { get; }
            }

            [QuantModel(8, 16), Weights(Bits = 1), Precision(Precision.TensorFloat32), CrossEntropy]
            public sealed partial class Sequences
            {
                [Lstm(64)] public partial Layer Cells { get; }
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), Precision(Precision.Float32), CrossEntropy]
            public sealed partial class Other
            {
                [Linear(3)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0413", "the other optimizer in place of the other model's", """
            [QuantModel(8), Weights(Bits = 1), Adam, Exponential, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), AdamW(WeightDecay = 0)]
            public sealed partial class Net;
            """),
    ];
}
