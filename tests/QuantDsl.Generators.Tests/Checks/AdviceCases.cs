namespace QuantDsl.Generators.Tests.Checks;

/// <summary>Warnings: networks that train, but badly.</summary>
internal static class AdviceCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0209", "quantized without batch normalisation", """
            [QuantModel(1, 8, 8), Weights(Bits = 2), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), ReLU] public partial Layer {|QDSL0209:Conv|} { get; }
                [Linear(8), BatchNorm, ReLU] public partial Layer Fc1 { get; }
                [Linear(10)] public partial Layer {|QDSL0209:Out|} { get; }
            }
            """,
            "Conv is quantized but has no [BatchNorm], without which low-bit weights train badly; add it after the weighted operation",
            "Out is quantized but has no [BatchNorm], without which low-bit weights train badly; add it after the weighted operation"),
        new("QDSL0209", "a variant quantizes what was in full precision", """
            [QuantModel(8), FullPrecision, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(8), ReLU] public partial Layer Fc1 { get; }
                [Linear(8), Weights(Bits = 8)] public partial Layer {|QDSL0209:Fc2|} { get; }
                [Linear(10), FullPrecision] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 1)]
            public sealed partial class {|QDSL0209:Net|};
            """,
            "Fc2 is quantized but has no [BatchNorm], without which low-bit weights train badly; add it after the weighted operation",
            "Fc1 is quantized but has no [BatchNorm], without which low-bit weights train badly; add it after the weighted operation"),
        new("QDSL0405", "ReLU at the end", """
            [QuantModel(8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(10), BatchNorm, {|QDSL0405:ReLU|}] public partial Layer Out { get; }
            }
            """, "Out outputs the logits for [SquaredHinge], but ends with ReLU, so no logit can be negative; remove the ReLU"),
        new("QDSL0405", "no batch normalisation", """
            [QuantModel(8), FullPrecision, SquaredHinge]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer {|QDSL0405:Out|} { get; }
            }
            """,
            "Out outputs the logits for [SquaredHinge], but has no [BatchNorm], "
            + "so the magnitude of the logits follows that of the weights; add one"),
        new("QDSL0223", "a sigmoid, and a ReLU", """
            [QuantModel(8), FullPrecision, BceWithLogits]
            public sealed partial class Net
            {
                [Linear(3), {|QDSL0223:Sigmoid|}] public partial Layer Out { get; }
            }

            [QuantModel(8), FullPrecision, BceWithLogits]
            public sealed partial class Other
            {
                [Linear(3), {|QDSL0223:ReLU|}] public partial Layer Out { get; }
            }
            """,
            "Out outputs the logits for [BceWithLogits], but ends with Sigmoid; the loss applies the sigmoid itself, so remove it",
            "Out outputs the logits for [BceWithLogits], but ends with ReLU; no logit can be negative, so remove the ReLU"),
        new("QDSL0223", "a variant with this loss", """
            [QuantModel(8), FullPrecision, Mse]
            public sealed partial class Source
            {
                [Linear(3), Sigmoid] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), {|QDSL0223:BceWithLogits|}]
            public sealed partial class Net;
            """, "Out outputs the logits for [BceWithLogits], but ends with Sigmoid; the loss applies the sigmoid itself, so remove it"),
        new("QDSL0405", "a variant with another loss", """
            [QuantModel(8), FullPrecision, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), {|QDSL0405:SquaredHinge|}]
            public sealed partial class Net;
            """,
            "Out outputs the logits for [SquaredHinge], but has no [BatchNorm], "
            + "so the magnitude of the logits follows that of the weights; add one"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0209", "normalised or in full precision, and a variant of fewer bits", """
            [QuantModel(1, 8, 8), Weights(Bits = 2), CrossEntropy]
            public sealed partial class Source
            {
                [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
                [Linear(10), FullPrecision] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 1)]
            public sealed partial class Net;
            """),
        new("QDSL0209", "an LSTM, whose gates bound its output, and an embedding", """
            [QuantModel(8), Weights(Bits = 2), CrossEntropy]
            public sealed partial class Net
            {
                [Embedding(5, 4)] public partial Layer Table { get; }
                [Lstm(6)] public partial Layer Lstm { get; }
                [Linear(10), FullPrecision] public partial Layer Out { get; }
            }
            """),
        new("QDSL0209", "the logits of the squared hinge, which QDSL0405 is about", """
            [QuantModel(8), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0223", "logits of both signs, and a regression of positive numbers", """
            [QuantModel(8), FullPrecision, BceWithLogits]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer Out { get; }
            }

            [QuantModel(8), FullPrecision, Mse]
            public sealed partial class Other
            {
                [Linear(3), ReLU] public partial Layer Out { get; }
            }
            """),
        new("QDSL0405", "normalised logits, and cross-entropy of others", """
            [QuantModel(8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Other
            {
                [Linear(10), ReLU] public partial Layer Out { get; }
            }
            """),
    ];
}
