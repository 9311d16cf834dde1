namespace QuantDsl.Generators.Tests.Checks;

/// <summary>042x: layers that training leaves as they are.</summary>
internal static class FrozenCases
{
    private const string Source = """
        [QuantModel(8), Weights(Bits = 1), Backtrack, ZigZag, CrossEntropy]
        public sealed partial class Source
        {
            [Linear(6), BatchNorm] public partial Layer A { get; }
            [Linear(3), FullPrecision] public partial Layer Out { get; }
        }

        """;

    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0421", "no such layer", """
            [QuantModel(8), FullPrecision, CrossEntropy, {|QDSL0421:Frozen("A", "B")|}]
            public sealed partial class Net
            {
                [Linear(6)] public partial Layer A { get; }
                [Linear(3)] public partial Layer Out { get; }
            }
            """, "Net: there is no layer B to freeze; its layers are A, Out"),
        new("QDSL0421", "no name, on a variant", Source + """
            [ModelFrom(typeof(Source)), {|QDSL0421:Frozen|}]
            public sealed partial class Net;
            """, "Net: [Frozen] on a class names the layers that training leaves as they are; its layers are A, Out"),
        new("QDSL0421", "a name on a layer", """
            [QuantModel(8), FullPrecision, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(6), {|QDSL0421:Frozen("A")|}] public partial Layer A { get; }
                [Linear(3)] public partial Layer Out { get; }
            }
            """, "A: [Frozen] on a layer freezes that layer and names no other; write [Frozen], or put the list on the class"),
        new("QDSL0422", "each by itself", """
            [QuantModel(8), FullPrecision, CrossEntropy]
            public sealed partial class {|QDSL0422:Net|}
            {
                [Linear(6), Frozen] public partial Layer A { get; }
                [Linear(3), Frozen] public partial Layer Out { get; }
            }
            """, "All layers of Net are frozen, so that training would change nothing; leave out at least one"),
        new("QDSL0422", "by a list", Source + """
            [ModelFrom(typeof(Source)), {|QDSL0422:Frozen("A", "Out")|}]
            public sealed partial class Net;
            """, "All layers of Net are frozen, so that training would change nothing; leave out at least one"),
        new("QDSL0423", "both", """
            [QuantModel(8), Weights(Bits = 1), {|QDSL0423:Backtrack|}, {|QDSL0423:ZigZag|}, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(6), BatchNorm, Frozen] public partial Layer A { get; }
                [Linear(3), FullPrecision] public partial Layer Out { get; }
            }
            """,
            "Net has [Backtrack], but all its quantized layers are frozen; remove it or train one of them",
            "Net has [ZigZag], but all its quantized layers are frozen; remove it or train one of them"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0421", "a list and a layer", """
            [QuantModel(8), FullPrecision, CrossEntropy, Frozen(nameof(A))]
            public sealed partial class Net
            {
                [Linear(6)] public partial Layer A { get; }
                [Linear(5), Frozen] public partial Layer B { get; }
                [Linear(3)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0422", "a variant's list replaces that of the other model", """
            [QuantModel(8), FullPrecision, CrossEntropy]
            public sealed partial class Source
            {
                [Linear(6), Frozen] public partial Layer A { get; }
                [Linear(3)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Frozen("Out")]
            public sealed partial class Net;
            """),
        new("QDSL0423", "a variant has nothing to backtrack or measure", Source + """
            [ModelFrom(typeof(Source)), Frozen("A")]
            public sealed partial class Net;
            """),
    ];
}
