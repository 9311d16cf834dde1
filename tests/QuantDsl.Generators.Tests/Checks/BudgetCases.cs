namespace QuantDsl.Generators.Tests.Checks;

/// <summary>05xx: budgets.</summary>
internal static class BudgetCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        // Fc1 800·8 bits + α + γ, β, mean and variance of 100; Fc2 2000·1 bit + α + 4·20; Out 200 float32 + bias.
        new("QDSL0501", "the costliest layers first", """
            [QuantModel(8), Weights(Bits = 8), Budget({|QDSL0501:WeightBytes = 3_000|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(100), BatchNorm] public partial Layer Fc1 { get; }
                [Linear(20), BatchNorm, Weights(Bits = 1)] public partial Layer Fc2 { get; }
                [Linear(10), FullPrecision] public partial Layer Out { get; }
                [Linear(2), BatchNorm, Weights(Bits = 2)] public partial Layer Last { get; }
            }
            """,
            "Net takes 3,859 bytes when packed, 859 more than its budget of 3,000; largest layers: Fc1 2,404 (at 8 bits, 7 bits would save "
            + "100), Out 840 (in full precision, 8 bits would save 596), Fc2 574 (at 1 bit)"),
        // Conv 4·6·6 beside its input 8·8, and then pooled to 4·3·3.
        new("QDSL0502", "the most at one time", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), Budget(WeightBytes = 10_000, {|QDSL0502:ActivationBytes = 800|}), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """,
            "Net needs up to 832 bytes of activations for one sample, 32 more than its budget of 800; largest layers: Conv 832, Out 184"),
        new("QDSL0503", "nothing and less than nothing", """
            [QuantModel(8), Weights(Bits = 1), {|QDSL0503:Budget|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), Budget({|QDSL0503:WeightBytes = 0|}, {|QDSL0503:ActivationBytes = -1|}), CrossEntropy]
            public sealed partial class Other
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: [Budget] sets no limit; give WeightBytes or ActivationBytes",
            "Other: a budget must be at least 1 byte, but WeightBytes is 0",
            "Other: a budget must be at least 1 byte, but ActivationBytes is -1"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0501", "exactly as many bytes, and a variant without a budget", """
            [QuantModel(8), Weights(Bits = 1), Budget(WeightBytes = 14), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10, Bias = false)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), FullPrecision]
            public sealed partial class Net;
            """),
        new("QDSL0502", "exactly as many bytes", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), Budget(ActivationBytes = 832), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """),
        new("QDSL0503", "one of the two", """
            [QuantModel(8), Weights(Bits = 1), Budget(WeightBytes = long.MaxValue), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
    ];
}
