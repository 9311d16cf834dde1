namespace QuantDsl.Generators.Tests.Checks;

/// <summary>02xx: shapes and the graph.</summary>
internal static class ShapeCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0201", "convolution behind a linear layer", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(64)] public partial Layer Fc1 { get; }
                [{|QDSL0201:Conv2d(8, 3)|}] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv1: Conv2d(8, 3) needs an input of shape channels×height×width, but gets 64 features"),
        new("QDSL0201", "pooling of features", """
            [QuantModel(16), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(10), {|QDSL0201:AvgPool2d(2)|}, {|QDSL0201:GlobalAvgPool2d|}] public partial Layer Out { get; }
            }
            """,
            "Out: AvgPool2d(2) needs an input of shape channels×height×width, but gets 10 features",
            "Out: GlobalAvgPool2d needs an input of shape channels×height×width, but gets 10 features"),
        new("QDSL0201", "convolution and pooling of a sequence", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(4), {|QDSL0201:MaxPool2d(2)|}] public partial Layer Lstm { get; }
                [{|QDSL0201:Conv2d(8, 3)|}] public partial Layer Conv { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Lstm: MaxPool2d(2) needs an input of shape channels×height×width, but gets a sequence of 8×4",
            "Conv: Conv2d(8, 3) needs an input of shape channels×height×width, but gets a sequence of 8×4"),
        new("QDSL0202", "convolution", """
            [QuantModel(1, 4, 6), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [{|QDSL0202:Conv2d(8, 7, Padding = 1)|}] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv1: Conv2d(8, 7, Padding = 1) has a kernel larger than its padded input of 6×8"),
        new("QDSL0202", "pooling behind a convolution", """
            [QuantModel(1, 4, 4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(8, 3), {|QDSL0202:MaxPool2d(3)|}] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv1: MaxPool2d(3) has a kernel larger than its padded input of 2×2"),
        new("QDSL0202", "a kernel that is too wide", """
            [QuantModel(1, 8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0202:Conv2d(8, 1, 9, StrideWidth = 2, PaddingWidth = 1)|}] public partial Layer Conv1 { get; }
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """, "Conv1: Conv2d(8, 1, 9, StrideWidth = 2, PaddingWidth = 1) has a kernel larger than its padded input of 8×8"),
        new("QDSL0202", "a kernel that dilation makes too large", """
            [QuantModel(1, 8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0202:Conv2d(8, 3, Padding = 1, Dilation = 4)|}] public partial Layer Conv1 { get; }
                [Conv2d(8, 3, Padding = Padding.Same, Dilation = 4)] public partial Layer Conv2 { get; }
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """, "Conv1: Conv2d(8, 3, Padding = 1, Dilation = 4) has a kernel larger than its padded input of 10×8"),
        new("QDSL0203", "halved", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(32, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
                [Conv2d(64, 3, Stride = 2, Padding = 1), BatchNorm, {|QDSL0203:Add(nameof(Stem))|}, ReLU] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot add Stem, because the shapes 64×8×8 and 32×16×16 differ. "
            + "Set Stride = 1 and channels = 32 in Conv2, or project Stem with a 1×1 Conv2d of 64 channels and Stride = 2"),
        new("QDSL0203", "other channels", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(32, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(64, 3, Padding = 1), {|QDSL0203:Add(nameof(Stem))|}] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot add Stem, because the shapes 64×16×16 and 32×16×16 differ. "
            + "Set channels = 32 in Conv2, or project Stem with a 1×1 Conv2d of 64 channels"),
        new("QDSL0203", "the other is halved", """
            [QuantModel(3, 15, 15), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(8, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(8, 3, Stride = 2, Padding = 1)] public partial Layer Small { get; }
                [From(nameof(Stem)), Conv2d(8, 3, Padding = 1), {|QDSL0203:Add(nameof(Small))|}] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot add Small, because the shapes 8×15×15 and 8×8×8 differ. Set Stride = 2 in Conv2, or set Stride = 1 in Small"),
        new("QDSL0203", "padding left out", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(8, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(8, 3), {|QDSL0203:Add(nameof(Stem))|}] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv2 cannot add Stem, because the shapes 8×14×14 and 8×16×16 differ. Set Padding = 1 in Conv2"),
        new("QDSL0203", "features", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8)] public partial Layer Fc1 { get; }
                [Linear(10), {|QDSL0203:Add(nameof(Fc1))|}] public partial Layer Out { get; }
            }
            """,
            "Out cannot add Fc1, because the shapes 10 and 8 differ. Set features = 8 in Out, or project Fc1 with a Linear of 10 features"),
        new("QDSL0203", "an image and features", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3)] public partial Layer Conv1 { get; }
                [Linear(10), {|QDSL0203:Add(nameof(Conv1))|}] public partial Layer Out { get; }
            }
            """, "Out cannot add Conv1, because the shapes 10 and 4×6×6 differ. An image and a flat value cannot be added"),
        new("QDSL0203", "a sequence and features", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(10)] public partial Layer First { get; }
                [Lstm(10, ReturnSequence = false), {|QDSL0203:Add(nameof(First))|}] public partial Layer Out { get; }
            }
            """, "Out cannot add First, because the shapes 10 and 8×10 differ. A sequence and a flat value cannot be added"),
        new("QDSL0203", "sequences of other features", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(12)] public partial Layer First { get; }
                [Linear(10), {|QDSL0203:Add(nameof(First))|}] public partial Layer Out { get; }
            }
            """, "Out cannot add First, because the shapes 8×10 and 8×12 differ. "
            + "Set features = 12 in Out, or project First with a Linear of 10 features"),
        new("QDSL0203", "halved before a concatenation", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(32, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(64, 3, Stride = 2, Padding = 1), {|QDSL0203:Concat(nameof(Stem))|}] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot concatenate Stem, because the shapes 64×8×8 and 32×16×16 differ in more than channels. "
            + "Set Stride = 1 in Conv2, or project Stem with a 1×1 Conv2d of Stride = 2"),
        new("QDSL0203", "padding left out before a concatenation", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(8, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(8, 3), {|QDSL0203:Concat(nameof(Stem))|}] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot concatenate Stem, because the shapes 8×14×14 and 8×16×16 differ in more than channels. "
            + "Set Padding = 1 in Conv2"),
        new("QDSL0203", "an image concatenated with features", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3)] public partial Layer Conv1 { get; }
                [Linear(10), {|QDSL0203:Concat(nameof(Conv1))|}] public partial Layer Out { get; }
            }
            """,
            "Out cannot concatenate Conv1, because the shapes 10 and 4×6×6 differ. An image and a flat value cannot be concatenated"),
        new("QDSL0204", "missing layer", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Fc1 { get; }
                [Linear(10), {|QDSL0204:Add("Fc")|}] public partial Layer Out { get; }
            }
            """, "Out: Fc is not an earlier layer of this model; the earlier layers are Fc1"),
        new("QDSL0204", "missing layer of a concatenation", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Fc1 { get; }
                [Linear(10), {|QDSL0204:Concat("Fc")|}] public partial Layer Out { get; }
            }
            """, "Out: Fc is not an earlier layer of this model; the earlier layers are Fc1"),
        new("QDSL0204", "later layer and itself", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0204:From(nameof(Out))|}, Linear(10)] public partial Layer Fc1 { get; }
                [Linear(10), {|QDSL0204:Add(nameof(Out))|}] public partial Layer Out { get; }
            }
            """,
            "Fc1: Out is not an earlier layer of this model; it is declared later",
            "Out: Out is not an earlier layer of this model; it is this layer itself"),
        new("QDSL0205", "sizes", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d({|QDSL0205:0|}, 3)] public partial Layer Conv1 { get; }
                [Conv2d({|QDSL0205:kernel: 0|}, channels: 4)] public partial Layer Conv2 { get; }
                [Conv2d(4, 3, {|QDSL0205:Stride = 0|})] public partial Layer Conv3 { get; }
                [Conv2d(4, 3, {|QDSL0205:Padding = -1|})] public partial Layer Conv4 { get; }
                [Conv2d(4, 1), MaxPool2d(2, {|QDSL0205:Padding = 2|})] public partial Layer Conv5 { get; }
                [Linear({|QDSL0205:-5|})] public partial Layer Fc1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv1: a convolution must have at least 1 channel, but channels is 0",
            "Conv2: the kernel must be at least 1, but kernel is 0",
            "Conv3: the stride must be at least 1, but Stride is 0",
            "Conv4: the padding must be at least 0, but Padding is -1",
            "Conv5: the padding of a pooling must be at most half its kernel, but Padding is 2",
            "Fc1: a linear layer must have at least 1 feature, but features is -5"),
        new("QDSL0205", "sizes of one direction", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3, {|QDSL0205:0|})] public partial Layer Conv1 { get; }
                [Conv2d(4, {|QDSL0205:kernelHeight: -2|}, kernelWidth: 1)] public partial Layer Conv2 { get; }
                [Conv2d(4, 3, {|QDSL0205:StrideHeight = 0|}, StrideWidth = 2)] public partial Layer Conv3 { get; }
                [Conv2d(4, 3, {|QDSL0205:Stride = -1|}, StrideWidth = 2)] public partial Layer Conv4 { get; }
                [Conv2d(4, 3, {|QDSL0205:PaddingWidth = -1|})] public partial Layer Conv5 { get; }
                [Conv2d(4, 3, {|QDSL0205:Dilation = 0|})] public partial Layer Conv6 { get; }
                [Conv2d(4, {|QDSL0205:4097|}, 1, DilationWidth = 2, PaddingHeight = 2100)] public partial Layer Conv7 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv1: the kernel must be at least 1, but kernelWidth is 0",
            "Conv2: the kernel must be at least 1, but kernelHeight is -2",
            "Conv3: the stride must be at least 1, but StrideHeight is 0",
            "Conv4: the stride must be at least 1, but Stride is -1",
            "Conv5: the padding must be at least 0, but PaddingWidth is -1",
            "Conv6: the dilation must be at least 1, but Dilation is 0",
            "Conv7: a kernel with dilation or groups must have at most 4,096 pixels, but kernelHeight is 4097"),
        new("QDSL0205", "a max pooling of more places than a byte can tell apart", """
            [QuantModel(1, 40, 40), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), MaxPool2d({|QDSL0205:17|}, Stride = 7)] public partial Layer Conv { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv: the kernel of a max pooling must be at most 16, but kernel is 17"),
        new("QDSL0205", "normalisation, dropout and activations", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8), BatchNorm({|QDSL0205:Epsilon = -1e-4|})] public partial Layer Fc1 { get; }
                [Linear(8), BatchNorm({|QDSL0205:Epsilon = double.PositiveInfinity|})] public partial Layer Fc4 { get; }
                [Linear(8), BatchNorm({|QDSL0205:Momentum = 1.5|})] public partial Layer Fc2 { get; }
                [Linear(8), Dropout({|QDSL0205:1|})] public partial Layer Fc3 { get; }
                [Linear(8), LeakyReLU({|QDSL0205:1|})] public partial Layer Fc5 { get; }
                [Linear(8), LayerNorm({|QDSL0205:Epsilon = 0|})] public partial Layer Fc6 { get; }
                [Linear(1), {|QDSL0205:LayerNorm|}] public partial Layer Fc7 { get; }
                [Linear(10), Dropout({|QDSL0205:double.NaN|})] public partial Layer Out { get; }
            }
            """,
            "Fc1: ε must be a positive float32, but Epsilon is -0.0001",
            "Fc4: ε must be a positive float32, but Epsilon is Infinity",
            "Fc2: the momentum must be above 0 and at most 1 as a float32, but Momentum is 1.5",
            "Fc3: the probability must be at least 0 and below 1 as a float32, but probability is 1",
            "Fc5: the slope must be a float32 above 0 and below 1; a slope of 0 is ReLU, but slope is 1",
            "Fc6: ε must be a positive float32, but Epsilon is 0",
            "Fc7: a layer normalisation needs at least 2 features or channels, but their number is 1",
            "Out: the probability must be at least 0 and below 1 as a float32, but probability is NaN"),
        new("QDSL0205", "too many weights", """
            [QuantModel(50000), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(30000)] public partial Layer Fc1 { get; }
                [{|QDSL0205:Linear(30000)|}] public partial Layer Fc2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Fc2: a model can have at most 2,000,000,000 weights, but their number up to this layer is 2,400,000,000"),
        new("QDSL0205", "too many values", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0205:Conv2d(6, 1, Padding = 2000000000)|}, GlobalAvgPool2d] public partial Layer Conv { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv: an output can have at most 2,000,000,000 values, "
            + "but their number is 96,000,000,384,000,000,000 (6×4000000008×4000000008)"),
        new("QDSL0205", "groups", """
            [QuantModel(6, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(6, 3, {|QDSL0205:Groups = 0|})] public partial Layer Conv1 { get; }
                [Conv2d(6, 3, {|QDSL0205:Groups = 4|})] public partial Layer Conv2 { get; }
                [{|QDSL0205:Conv2d(8, 3, Groups = 4)|}] public partial Layer Conv3 { get; }
                [Conv2d(9, {|QDSL0205:5000|}, 1, PaddingHeight = 2500, Groups = 3)] public partial Layer Conv4 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv1: a convolution must have at least 1 group, but Groups is 0",
            "Conv2: the number of groups must divide that of the output's channels, which is 6, but Groups is 4",
            "Conv3: the number of groups must divide that of the input's channels, which is 6, but Groups is 4",
            "Conv4: a kernel with dilation or groups must have at most 4,096 pixels, but kernelHeight is 5000"),
        new("QDSL0205", "too large a border", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0205:Conv2d(6, 3, Stride = 4, Padding = Padding.Same, DilationWidth = 1000000)|}] public partial Layer Conv { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv: an input within its padding can have at most 2,000,000,000 values, "
            + "but their number is 4,000,024,000,036 (1×2000006×2000006)"),
        new("QDSL0205", "convolutions of sequences", """
            [QuantModel(8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv1d({|QDSL0205:0|}, 3)] public partial Layer Conv1 { get; }
                [Conv1d(4, {|QDSL0205:0|})] public partial Layer Conv2 { get; }
                [Conv1d(4, 3, {|QDSL0205:Stride = 0|}, {|QDSL0205:Padding = -1|}, {|QDSL0205:Dilation = -2|})]
                public partial Layer Conv3 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Other
            {
                [Conv1d(6, 3, {|QDSL0205:Groups = 4|})] public partial Layer Conv4 { get; }
                [{|QDSL0205:Conv1d(8, 3, Groups = 4)|}] public partial Layer Conv5 { get; }
                [Conv1d(6, {|QDSL0205:5000|}, Padding = 2500, Dilation = 1, Groups = 3)] public partial Layer Conv6 { get; }
                [{|QDSL0205:Conv1d(6, 1, Padding = 2000000000)|}] public partial Layer Conv7 { get; }
                [{|QDSL0205:Conv1d(1, 3, Stride = 999999999, Padding = Padding.Same, Dilation = 300000000)|}]
                public partial Layer Conv8 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv1: a convolution must have at least 1 channel, but channels is 0",
            "Conv2: the kernel must be at least 1, but kernel is 0",
            "Conv3: the stride must be at least 1, but Stride is 0",
            "Conv3: the padding must be at least 0, but Padding is -1",
            "Conv3: the dilation must be at least 1, but Dilation is -2",
            "Conv4: the number of groups must divide that of the output's channels, which is 6, but Groups is 4",
            "Conv5: the number of groups must divide that of the input's channels, which is 6, but Groups is 4",
            "Conv6: a kernel with dilation or groups must have at most 4,096 positions, but kernel is 5000",
            "Conv7: an output can have at most 2,000,000,000 values, but their number is 24,000,000,054 (4000000009×6)",
            "Conv8: an input within its padding can have at most 2,000,000,000 values, but their number is 3,600,000,006 (600000001×6)"),
        new("QDSL0205", "sequences", """
            [QuantModel(8), {|QDSL0211:OneHot({|QDSL0205:0|})|}, Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Embedding({|QDSL0205:0|}, {|QDSL0205:features: -1|})] public partial Layer Table { get; }
                [Lstm({|QDSL0205:0|})] public partial Layer Lstm { get; }
                [Gru({|QDSL0205:-2|})] public partial Layer Gru { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net: [OneHot] and [Embedding(0, -1)] of Table both read the token ids; remove one of them",
            "Net: a vocabulary must have at least 1 token, but vocabulary is 0",
            "Table: a vocabulary must have at least 1 token, but vocabulary is 0",
            "Table: an embedding must have at least 1 feature, but features is -1",
            "Lstm: an LSTM must have at least 1 unit, but hidden is 0",
            "Gru: a GRU must have at least 1 unit, but hidden is -2"),
        new("QDSL0205", "too many recurrent weights", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0205:Lstm(30000)|}] public partial Layer Lstm { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Lstm: a model can have at most 2,000,000,000 weights, but their number up to this layer is 3,601,920,000"),
        new("QDSL0205", "too many values of sequences", """
            [QuantModel(1000000), {|QDSL0205:OneHot(30000)|}, Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0205:Lstm(600)|}] public partial Layer Lstm { get; }
                [{|QDSL0205:Linear(3000)|}] public partial Layer Out { get; }
            }
            """,
            "Net: an input can have at most 2,000,000,000 values, but their number is 30,000,000,000 (1000000×30000)",
            "Lstm: an output can have at most 2,000,000,000 values, but their number is 2,400,000,000 (1000000×2400)",
            "Out: an output can have at most 2,000,000,000 values, but their number is 3,000,000,000 (1000000×3000)"),
        new("QDSL0205", "too many values of a concatenation", """
            [QuantModel(1, 40000, 40000), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(1, 1)] public partial Layer A { get; }
                [Conv2d(1, 1), {|QDSL0205:Concat(nameof(A))|}, GlobalAvgPool2d] public partial Layer B { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "B: an output can have at most 2,000,000,000 values, but their number is 3,200,000,000 (2×40000×40000)"),
        new("QDSL0206", "odd rows", """
            [QuantModel(1, 13, 13), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), {|QDSL0206:MaxPool2d(2)|}] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Conv1: MaxPool2d(2) ignores the last 1 of 11 rows and columns"),
        new("QDSL0207", "one output", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(1)] public partial Layer {|QDSL0207:Out|} { get; }
            }
            """,
            "Out is the last layer, but its output is 1; "
            + "the loss needs one logit per class and at least 2 classes, for a sample or for each position of a sequence. "
            + "End with [Linear(classes)] or [GlobalAvgPool2d]"),
        new("QDSL0207", "an image", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(10, 3)] public partial Layer {|QDSL0207:Out|} { get; }
            }
            """,
            "Out is the last layer, but its output is 10×6×6; "
            + "the loss needs one logit per class and at least 2 classes, for a sample or for each position of a sequence. "
            + "End with [Linear(classes)] or [GlobalAvgPool2d]"),
        new("QDSL0208", "passed by", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8)] public partial Layer Fc1 { get; }
                [Linear(8)] public partial Layer {|QDSL0208:Fc2|} { get; }
                [From(nameof(Fc1)), Linear(10)] public partial Layer Out { get; }
            }
            """, "No later layer reads Fc2, so it would never receive a gradient; name it in a [From], [Add] or [Concat], or remove it"),
        new("QDSL0210", "features and an image", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0210:Lstm(4)|}] public partial Layer First { get; }
                [Linear(6)] public partial Layer Fc { get; }
                [{|QDSL0210:Lstm(4, ReturnSequence = false)|}] public partial Layer Second { get; }
                [{|QDSL0210:Gru(5)|}] public partial Layer Third { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "First: Lstm(4) needs an input of shape length×features, but gets an image of 1×8×8",
            "Second: Lstm(4, ReturnSequence = false) needs an input of shape length×features, but gets 6 features",
            "Third: Gru(5) needs an input of shape length×features, but gets 6 features"),
        new("QDSL0210", "a convolution along positions of an image, or of features", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0210:Conv1d(4, 3)|}] public partial Layer First { get; }
                [Linear(6)] public partial Layer Fc { get; }
                [{|QDSL0210:Conv1d(4, 3, Stride = 2, Padding = Padding.Same, Dilation = 3, Groups = 2)|}]
                public partial Layer Second { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "First: Conv1d(4, 3) needs an input of shape length×features, but gets an image of 1×8×8",
            "Second: Conv1d(4, 3, Stride = 2, Padding = Padding.Same, Dilation = 3, Groups = 2) needs an input of shape length×features, "
            + "but gets 6 features"),
        new("QDSL0202", "a kernel longer than its sequence", """
            [QuantModel(8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv1d(4, 3, Stride = 2)] public partial Layer Conv1 { get; }
                [Conv1d(4, 3, Padding = 1, Dilation = 2), ReLU] public partial Layer Conv2 { get; }
                [{|QDSL0202:Conv1d(4, 6, Padding = 1)|}] public partial Layer Conv3 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv3: Conv1d(4, 6, Padding = 1) has a kernel larger than its padded input of 3 positions"),
        new("QDSL0203", "sequences of other lengths", """
            [QuantModel(8, 6), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv1d(4, 3, Padding = 1)] public partial Layer Conv1 { get; }
                [Conv1d(4, 3), {|QDSL0203:Add(nameof(Conv1))|}] public partial Layer Conv2 { get; }
                [From(nameof(Conv1)), Conv1d(5, 3, Stride = 2), {|QDSL0203:Add(nameof(Conv1))|}] public partial Layer Conv3 { get; }
                [From(nameof(Conv1)), Conv1d(5, 3), {|QDSL0203:Concat(nameof(Conv1))|}] public partial Layer Conv4 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Conv2 cannot add Conv1, because the shapes 6×4 and 8×4 differ. Set Padding = 1 in Conv2",
            "Conv3 cannot add Conv1, because the shapes 3×5 and 8×4 differ. "
            + "Set Padding = 1, Stride = 1 and channels = 4 in Conv3, or set Padding = 1 in Conv3 and project Conv1 with a Conv1d of "
            + "kernel 1, 5 channels and Stride = 2",
            "Conv4 cannot concatenate Conv1, because the shapes 6×5 and 8×4 differ in more than features. Set Padding = 1 in Conv4"),
        new("QDSL0211", "an embedding further on", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(4)] public partial Layer Lstm { get; }
                [{|QDSL0211:Embedding(4, 6)|}] public partial Layer Table { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Table: Embedding(4, 6) reads token ids, which only the input contains, but gets a sequence of 8×4; "
            + "make it the first layer of a model without [OneHot]"),
        new("QDSL0211", "an embedding of numbers", """
            [QuantModel(8, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [{|QDSL0211:Embedding(4, 6)|}] public partial Layer Table { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Table: Embedding(4, 6) reads token ids, so the input shape must be one number, the length, but it is (8, 16)"),
        new("QDSL0211", "one-hot vectors of an image", """
            [QuantModel(1, 8, 8), {|QDSL0211:OneHot(4)|}, Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """, "Net: [OneHot] reads token ids, so the input shape must be one number, the length, but it is (1, 8, 8)"),
        new("QDSL0211", "a variant of an embedding", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Source
            {
                [Embedding(4, 6)] public partial Layer Table { get; }
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), {|QDSL0211:OneHot(4)|}]
            public sealed partial class Net;
            """, "Net: [OneHot] and [Embedding(4, 6)] of Table both read the token ids; remove one of them"),
        new("QDSL0221", "an image", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), Mse]
            public sealed partial class Net
            {
                [Conv2d(2, 3), BatchNorm] public partial Layer {|QDSL0221:Out|} { get; }
            }
            """,
            "Out is the last layer, but its output is 2×6×6; [Mse] compares a row of outputs with the labels, for a sample or for each "
            + "position of a sequence. End with [Linear(outputs)] or [GlobalAvgPool2d]"),
        new("QDSL0222", "too few, and those of another model", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy({|QDSL0222:Weight = new[] { 0.5, 2 }|})]
            public sealed partial class Net
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(8), Weights(Bits = 1), CrossEntropy({|QDSL0222:Weight = new double[0]|})]
            public sealed partial class Other
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
            """,
            "Net has 2 class weights, but Out outputs 3 classes; give one weight a class",
            "Other has 0 class weights, but Out outputs 3 classes; give one weight a class"),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0210", "sequences of tokens and of numbers", """
            [QuantModel(8), OneHot(5), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Lstm(4)] public partial Layer First { get; }
                [Linear(6)] public partial Layer Fc { get; }
                [Lstm(4, ReturnSequence = false)] public partial Layer Second { get; }
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(1, 5), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Other
            {
                [Lstm(1)] public partial Layer Lstm { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0211", "tokens embedded first, or one-hot without an LSTM", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Embedding(1, 1), BatchNorm, ReLU] public partial Layer Table { get; }
                [Linear(10)] public partial Layer Out { get; }
            }

            [QuantModel(8), OneHot(5), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Source
            {
                [Linear(10)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), OneHot(7)]
            public sealed partial class Variant;
            """),
        new("QDSL0201", "image layers in front of linear ones", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), AvgPool2d(2), GlobalAvgPool2d] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0202", "a kernel as large as its padded input", """
            [QuantModel(1, 4, 4), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(8, 6, Padding = 1)] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0203", "equal shapes", """
            [QuantModel(3, 16, 16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(8, 3, Padding = 1)] public partial Layer Stem { get; }
                [Conv2d(8, 3, Padding = 1), Add(nameof(Stem))] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0204", "earlier layers, near and far", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(10)] public partial Layer Fc1 { get; }
                [Linear(10)] public partial Layer Fc2 { get; }
                [From(nameof(Fc1)), Linear(10), Add(nameof(Fc2)), Add("Fc1")] public partial Layer Out { get; }
            }
            """),
        new("QDSL0205", "the smallest and largest values", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(1, 1, Stride = 1, Padding = 0), MaxPool2d(2, Stride = 1, Padding = 1), BatchNorm(Momentum = 1), Dropout(0)]
                public partial Layer Conv1 { get; }
                [Linear(1), BatchNorm(Epsilon = 1e-12)] public partial Layer Fc1 { get; }
                [Linear(2), Dropout(0.999)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0205", "the largest window of a maximum, and a larger one of a mean", """
            [QuantModel(1, 40, 40), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), MaxPool2d(16, Stride = 2)] public partial Layer Conv1 { get; }
                [From(nameof(Conv1)), Conv2d(4, 3, Padding = 5), AvgPool2d(17)] public partial Layer Conv2 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0206", "pooling of all rows", """
            [QuantModel(1, 12, 12), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(4, 3), MaxPool2d(2)] public partial Layer Conv1 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0207", "two classes, and a pooled image", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Conv2d(2, 3), GlobalAvgPool2d] public partial Layer Out { get; }
            }
            """),
        new("QDSL0208", "added or read from later", """
            [QuantModel(16), Weights(Bits = 1), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(8)] public partial Layer Fc1 { get; }
                [Linear(8)] public partial Layer Fc2 { get; }
                [From(nameof(Fc1)), Linear(8)] public partial Layer Fc3 { get; }
                [From(nameof(Fc2)), Linear(8), Add(nameof(Fc3))] public partial Layer Fc4 { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0221", "one output, and one at each position", """
            [QuantModel(8), Weights(Bits = 1), Huber]
            public sealed partial class Net
            {
                [Linear(1), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(8, 2), Weights(Bits = 1), BceWithLogits]
            public sealed partial class Other
            {
                [Lstm(4)] public partial Layer Lstm { get; }
                [Linear(1), FullPrecision] public partial Layer Out { get; }
            }
            """),
        new("QDSL0222", "one weight a class, and none", """
            [QuantModel(8), Weights(Bits = 1), CrossEntropy(Weight = new[] { 0.5, 2 })]
            public sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Net)), CrossEntropy(Weight = null, LabelSmoothing = 0.1)]
            public sealed partial class Other;
            """),
    ];
}
