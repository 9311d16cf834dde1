namespace QuantDsl.Generators.Tests.Checks.Joins;

/// <summary>Blocks of ResNet, with bottlenecks too, of MobileNet, DenseNet and networks of sequences.</summary>
internal static class JoinAdviceCases
{
    public static JoinAdviceCase[] Blocks { get; } =
    [
        new("ResNet: the stride in the stage before", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 3, Padding = 1, Stride = 2), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(16, 3, Padding = 1), BatchNorm, Add("S"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Stride = 1 in B1", ("Stride = 2", "Stride = 1")),
            new JoinAdviceWay("project S with a 1×1 Conv2d of 16 channels and Stride = 2",
                ("[Conv2d(16, 3, Padding = 1), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(16, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("B1"), Conv2d(16, 3, Padding = 1), BatchNorm, Add("Skip")
                """))),
        new("ResNet: a pooling in the stage before", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU, MaxPool2d(2)] public partial Layer B1 { get; }
                [Conv2d(16, 3, Padding = 1), BatchNorm, Add("S"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Remove MaxPool2d(2) from B1", (", MaxPool2d(2)", "")),
            new JoinAdviceWay("project S with a 1×1 Conv2d of 16 channels and Stride = 2",
                ("[Conv2d(16, 3, Padding = 1), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(16, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("B1"), Conv2d(16, 3, Padding = 1), BatchNorm, Add("Skip")
                """))),
        new("ResNet: a pair without padding", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 3), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(16, 3), BatchNorm, Add("S"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Padding = 1 in B1 and B2",
                ("[Conv2d(16, 3), BatchNorm, ReLU]", "[Conv2d(16, 3, Padding = 1), BatchNorm, ReLU]"),
                ("[Conv2d(16, 3), BatchNorm, Add", "[Conv2d(16, 3, Padding = 1), BatchNorm, Add"))),
        new("ResNet: neither padding nor the same stride and channels", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(32, 3, Stride = 2), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(32, 3), BatchNorm, Add("S"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Padding = 1 in B1 and B2, Stride = 1 in B1, channels = 16 in B2",
                ("Conv2d(32, 3, Stride = 2)", "Conv2d(32, 3, Padding = 1, Stride = 1)"),
                ("Conv2d(32, 3)", "Conv2d(16, 3, Padding = 1)")),
            new JoinAdviceWay("set Padding = 1 in B1 and B2 and project S with a 1×1 Conv2d of 32 channels and Stride = 2",
                ("Stride = 2", "Padding = 1, Stride = 2"),
                ("[Conv2d(32, 3), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(32, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("B1"), Conv2d(32, 3, Padding = 1), BatchNorm, Add("Skip")
                """))),
        new("ResNet: a projection without the stride", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(32, 1), BatchNorm] public partial Layer Skip { get; }
                [From("S"), Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(32, 3, Padding = 1), BatchNorm, Add("Skip"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Stride = 1 in B1", ("Stride = 2", "Stride = 1")),
            new JoinAdviceWay("set Stride = 2 in Skip", ("Conv2d(32, 1)", "Conv2d(32, 1, Stride = 2)"))),
        new("ResNet of version 2: halved at the sum", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1)] public partial Layer S { get; }
                [Conv2d(32, 3, Padding = 1), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(32, 3, Padding = 1, Stride = 2), Add("S"), BatchNorm, ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Stride = 1 and channels = 16 in B2", ("32, 3, Padding = 1, Stride = 2", "16, 3, Padding = 1, Stride = 1")),
            new JoinAdviceWay("project S with a 1×1 Conv2d of 32 channels and Stride = 2",
                ("[Conv2d(32, 3, Padding = 1, Stride = 2), Add(\"S\")", """
                [From("S"), Conv2d(32, 1, Stride = 2)] public partial Layer Skip { get; }
                [From("B1"), Conv2d(32, 3, Padding = 1, Stride = 2), Add("Skip")
                """))),
        new("ResNet: quartered on one side, halved on the other", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(32, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("S"), Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm, Add("Skip"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Stride = 1 in B1", ("1, Stride = 2), BatchNorm, ReLU", "1, Stride = 1), BatchNorm, ReLU")),
            new JoinAdviceWay("project Skip with a 1×1 Conv2d of 32 channels and Stride = 2",
                ("[Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm, Add(\"Skip\")", """
                [From("Skip"), Conv2d(32, 1, Stride = 2), BatchNorm] public partial Layer Smaller { get; }
                [From("B1"), Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm, Add("Smaller")
                """))),
        new("Bottleneck: the stride in the middle", "3, 32, 32", """
                [Conv2d(64, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 1), BatchNorm, ReLU] public partial Layer Reduce { get; }
                [Conv2d(16, 3, Padding = 1, Stride = 2), BatchNorm, ReLU] public partial Layer Middle { get; }
                [Conv2d(64, 1), BatchNorm, Add("S"), ReLU] public partial Layer Expand { get; }
            """,
            new JoinAdviceWay("Set Stride = 1 in Middle", ("Stride = 2", "Stride = 1")),
            new JoinAdviceWay("project S with a 1×1 Conv2d of 64 channels and Stride = 2",
                ("[Conv2d(64, 1), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(64, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("Middle"), Conv2d(64, 1), BatchNorm, Add("Skip")
                """))),
        new("Bottleneck: not expanded, and no padding in the middle", "3, 32, 32", """
                [Conv2d(64, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 1), BatchNorm, ReLU] public partial Layer Reduce { get; }
                [Conv2d(16, 3), BatchNorm, ReLU] public partial Layer Middle { get; }
                [Conv2d(16, 1), BatchNorm, Add("S"), ReLU] public partial Layer Expand { get; }
            """,
            new JoinAdviceWay("Set Padding = 1 in Middle, channels = 64 in Expand",
                ("Conv2d(16, 3)", "Conv2d(16, 3, Padding = 1)"), ("Conv2d(16, 1), BatchNorm, Add", "Conv2d(64, 1), BatchNorm, Add")),
            new JoinAdviceWay("set Padding = 1 in Middle and project S with a 1×1 Conv2d of 16 channels",
                ("Conv2d(16, 3)", "Conv2d(16, 3, Padding = 1)"),
                ("[Conv2d(16, 1), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(16, 1), BatchNorm] public partial Layer Skip { get; }
                [From("Middle"), Conv2d(16, 1), BatchNorm, Add("Skip")
                """))),
        new("MobileNet: the stride in the depthwise stage", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm] public partial Layer S { get; }
                [Conv2d(96, 1), BatchNorm, HardSwish] public partial Layer Expand { get; }
                [Conv2d(96, 3, Padding = 1, Stride = 2, Groups = 96), BatchNorm, HardSwish] public partial Layer Depthwise { get; }
                [Conv2d(24, 1), BatchNorm, Add("S")] public partial Layer Pointwise { get; }
            """,
            new JoinAdviceWay(
                "Set Stride = 1 in Depthwise, channels = 16 in Pointwise", ("Stride = 2", "Stride = 1"), ("Conv2d(24", "Conv2d(16")),
            new JoinAdviceWay("project S with a 1×1 Conv2d of 24 channels and Stride = 2",
                ("[Conv2d(24, 1), BatchNorm, Add(\"S\")", """
                [From("S"), Conv2d(24, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("Depthwise"), Conv2d(24, 1), BatchNorm, Add("Skip")
                """))),
        new("MobileNet: a depthwise stage of 5×5 without padding", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm] public partial Layer S { get; }
                [Conv2d(96, 1), BatchNorm, HardSwish] public partial Layer Expand { get; }
                [Conv2d(96, 5, Groups = 96), BatchNorm, HardSwish] public partial Layer Depthwise { get; }
                [Conv2d(16, 1), BatchNorm, Add("S")] public partial Layer Pointwise { get; }
            """,
            new JoinAdviceWay("Set Padding = 2 in Depthwise", ("Conv2d(96, 5,", "Conv2d(96, 5, Padding = 2,"))),
        new("DenseNet with sums: other channels", "3, 32, 32", """
                [Conv2d(12, 3, Padding = 1), BatchNorm, ReLU] public partial Layer D1 { get; }
                [Conv2d(12, 3, Padding = 1), BatchNorm, Add("D1"), ReLU] public partial Layer D2 { get; }
                [Conv2d(16, 3, Padding = 1), BatchNorm, Add("D2"), ReLU] public partial Layer D3 { get; }
            """,
            new JoinAdviceWay("Set channels = 12 in D3", ("Conv2d(16", "Conv2d(12")),
            new JoinAdviceWay("project D2 with a 1×1 Conv2d of 16 channels",
                ("[Conv2d(16, 3, Padding = 1), BatchNorm, Add(\"D2\")", """
                [Conv2d(16, 1), BatchNorm] public partial Layer Skip { get; }
                [From("D2"), Conv2d(16, 3, Padding = 1), BatchNorm, Add("Skip")
                """))),
        new("DenseNet with sums: a sum across a transition, of which an inner sum must stay", "3, 32, 32", """
                [Conv2d(12, 3, Padding = 1), BatchNorm, ReLU] public partial Layer D1 { get; }
                [Conv2d(12, 3, Padding = 1), BatchNorm, ReLU, Add("D1")] public partial Layer D2 { get; }
                [Conv2d(12, 1), BatchNorm, ReLU, AvgPool2d(2)] public partial Layer Transition { get; }
                [Conv2d(12, 3, Padding = 1), BatchNorm, ReLU, Add("Transition"), Add("D1")] public partial Layer D3 { get; }
            """,
            new JoinAdviceWay("Remove AvgPool2d(2) from Transition", (", AvgPool2d(2)", "")),
            new JoinAdviceWay("project D1 with a 1×1 Conv2d of 12 channels and Stride = 2",
                ("[Conv2d(12, 3, Padding = 1), BatchNorm, ReLU, Add(\"Transition\"), Add(\"D1\")]", """
                [From("D1"), Conv2d(12, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("Transition"), Conv2d(12, 3, Padding = 1), BatchNorm, ReLU, Add("Transition"), Add("Skip")]
                """))),
        new("DenseNet: a concatenation across a transition", "3, 32, 32", """
                [Conv2d(12, 3, Padding = 1), BatchNorm, ReLU] public partial Layer D1 { get; }
                [Conv2d(24, 1), BatchNorm, ReLU, AvgPool2d(2)] public partial Layer Transition { get; }
                [Conv2d(8, 3, Padding = 1), BatchNorm, ReLU, Concat("D1")] public partial Layer D2 { get; }
            """,
            new JoinAdviceWay("Remove AvgPool2d(2) from Transition", (", AvgPool2d(2)", "")),
            new JoinAdviceWay("project D1 with a 1×1 Conv2d of Stride = 2",
                ("[Conv2d(8, 3, Padding = 1), BatchNorm, ReLU, Concat(\"D1\")", """
                [From("D1"), Conv2d(20, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("Transition"), Conv2d(8, 3, Padding = 1), BatchNorm, ReLU, Concat("Skip")
                """))),
        new("Odd sizes: a pooling that drops a row", "3, 15, 15", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 1, Stride = 2), BatchNorm] public partial Layer Skip { get; }
                [From("S"), Conv2d(16, 3, Padding = 1), BatchNorm, MaxPool2d(2), Add("Skip"), ReLU] public partial Layer B { get; }
            """,
            new JoinAdviceWay("Set Padding = 1 in MaxPool2d(2) of B", ("MaxPool2d(2)", "MaxPool2d(2, Padding = 1)"))),
        new("Kernels of 1×3 and 3×1 without padding", "3, 32, 32", """
                [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv2d(16, 1, 3), BatchNorm, ReLU] public partial Layer Rows { get; }
                [Conv2d(16, 3, 1), BatchNorm, Add("S"), ReLU] public partial Layer Columns { get; }
            """,
            new JoinAdviceWay("Set Padding = Padding.Same in Rows and Columns",
                ("Conv2d(16, 1, 3)", "Conv2d(16, 1, 3, Padding = Padding.Same)"),
                ("Conv2d(16, 3, 1)", "Conv2d(16, 3, 1, Padding = Padding.Same)"))),
        new("WaveNet: dilated and not padded", "64, 3", """
                [Conv1d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer S { get; }
                [Conv1d(16, 3, Dilation = 4), BatchNorm, ReLU] public partial Layer B1 { get; }
                [Conv1d(16, 1), BatchNorm, Add("S"), ReLU] public partial Layer B2 { get; }
            """,
            new JoinAdviceWay("Set Padding = 4 in B1", ("Dilation = 4", "Dilation = 4, Padding = 4"))),
        new("LSTM: other units", "16, 8", """
                [Lstm(12)] public partial Layer First { get; }
                [Lstm(16), Add("First")] public partial Layer Second { get; }
            """,
            new JoinAdviceWay("Set hidden = 12 in Second", ("Lstm(16)", "Lstm(12)")),
            new JoinAdviceWay("project First with a Linear of 16 features",
                ("[Lstm(16), Add(\"First\")", """
                [Linear(16)] public partial Layer Skip { get; }
                [From("First"), Lstm(16), Add("Skip")
                """))),
    ];
}
