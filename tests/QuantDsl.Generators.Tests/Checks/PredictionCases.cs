namespace QuantDsl.Generators.Tests.Checks;

/// <summary>06xx: use where only the runtime is referenced.</summary>
internal static class PredictionCases
{
    private const string Net = """
        [QuantModel(8), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;

    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0601", "new model", Net + """

            public static class Program
            {
                public static object[] Make() => [{|QDSL0601:new Net()|}, Made()];

                private static Net Made() => {|QDSL0601:new()|};
            }
            """,
            Message, Message)
        {
            OnlyPredicts = true,
        },
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0601", "packed model and another class", Net + """

            public static class Program
            {
                public static object[] Make() => [Net.Packed.Load("net.qdsl"), new object(), Net.Info];
            }
            """)
        {
            OnlyPredicts = true,
        },
        new("QDSL0601", "new model where it is trained", Net + """

            public static class Program
            {
                public static Net Make() => new Net();
            }
            """),
    ];

    private const string Message =
        "Net cannot be made here, because this project references QuantDsl.Runtime alone, which predicts; load an exported file with "
        + "Net.Packed.Load, or reference QuantDsl to train";
}
