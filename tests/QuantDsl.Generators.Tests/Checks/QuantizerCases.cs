namespace QuantDsl.Generators.Tests.Checks;

/// <summary>03xx: quantizers.</summary>
internal static class QuantizerCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0301", "too few and too many", """
            [QuantModel(8), Weights({|QDSL0301:Bits = 0|}), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), Weights({|QDSL0301:Bits = 9|})] public partial Layer Fc1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: Bits is 0, but weights can have only 1 to 8 bits; for more, use [FullPrecision]",
            "Fc1: Bits is 9, but weights can have only 1 to 8 bits; for more, use [FullPrecision]"),
        new("QDSL0302", "grid and solver against bits", """
            [QuantModel(8), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), Weights(Bits = 1, {|QDSL0302:Grid = Grid.Logarithmic|})] public partial Layer Fc1 { get; }
                [Linear(8), Weights(Bits = 3, {|QDSL0302:Grid = Grid.TwoScale|})] public partial Layer Fc2 { get; }
                [Linear(10), Weights(Bits = 4, {|QDSL0302:Solver = Solver.Exact|})] public partial Layer Out { get; }
            }
            """,
            "Fc1: with 1 bit the levels are ±1, so Grid = Logarithmic has no effect; remove Grid",
            "Fc2: Grid = TwoScale needs 2 bits, but Bits is 3",
            "Out: Solver = Exact needs 1 or 2 bits, but Bits is 4; remove Solver"),
        new("QDSL0302", "values that the enumerations do not have", """
            [QuantModel(8), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), Weights(Bits = 3, {|QDSL0302:Grid = (Grid)7|})] public partial Layer Fc1 { get; }
                [Linear(8), Weights(Bits = 3, {|QDSL0302:Scale = (Scale)3|})] public partial Layer Fc2 { get; }
                [Linear(10), Weights(Bits = 2, {|QDSL0302:Solver = (Solver)(-1)|})] public partial Layer Out { get; }
            }
            """,
            "Fc1: Grid = (Grid)7 is not a defined value",
            "Fc2: Scale = (Scale)3 is not a defined value",
            "Out: Solver = (Solver)-1 is not a defined value"),
        new("QDSL0303", "on a class", """
            [QuantModel(8), {|QDSL0303:Weights(Bits = 2)|}, FullPrecision, CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has both [Weights] and [FullPrecision]; remove one of them"),
        new("QDSL0303", "on a layer", """
            [QuantModel(8), Weights(Bits = 2), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10), FullPrecision, {|QDSL0303:Weights(Bits = 3)|}] public partial Layer Out { get; }
            }
            """, "Out has both [Weights] and [FullPrecision]; remove one of them"),
        new("QDSL0304", "two layers without", """
            [QuantModel(8), CrossEntropy]
            public sealed partial class {|QDSL0304:Net|}
            {
                [Linear(8)] public partial Layer Fc1 { get; }
                [Linear(8), Weights(Bits = 1)] public partial Layer Fc2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net has no quantizer for Fc1, Out; add [Weights(Bits = …)] or [FullPrecision] to the class or the layer"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0301", "1 and 8", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10), Weights(Bits = 8)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0302", "what fits", """
            [QuantModel(8), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), Weights(Bits = 1, Solver = Solver.Exact)] public partial Layer Fc1 { get; }
                [Linear(8), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer Fc2 { get; }
                [Linear(10), Weights(Bits = 8, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0303", "a layer in full precision in a quantized class, and the reverse in a variant", """
            [QuantModel(8), Weights(Bits = 2), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10), FullPrecision] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), FullPrecision]
            public sealed partial class Net;
            """),
        new("QDSL0304", "from the class or the layer", """
            [QuantModel(8), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), Weights(Bits = 1)] public partial Layer Fc1 { get; }
                [Linear(10), FullPrecision] public partial Layer Out { get; }
            }
            """),
    ];
}
