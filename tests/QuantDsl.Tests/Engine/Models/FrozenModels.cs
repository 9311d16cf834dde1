namespace QuantDsl.Tests.Engine.Models;

/// <summary>Nothing is trained before the layer that is frozen.</summary>
[ModelFrom(typeof(BinaryMlp)), Frozen(nameof(BinaryMlp.Hidden1))]
public sealed partial class FrozenBottomMlp;

/// <summary>Gradients go through two frozen layers: with a scale a channel, and with alternating scales.</summary>
[ModelFrom(typeof(MixedMlp)), Frozen(nameof(MixedMlp.Second), nameof(MixedMlp.Third))]
public sealed partial class FrozenMiddleMlp;

/// <summary>What is frozen last has signs alone, which a trial must leave.</summary>
[ModelFrom(typeof(BinaryMlp)), Frozen("Out"), Weights(Bits = 1)]
public sealed partial class FrozenTopMlp;

/// <summary>Frozen by attributes of its layers: a bias, batch norm of images behind a pool, and a layer that is read twice.</summary>
[QuantModel(2, 10, 8, Batch = 6)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), SquaredHinge]
public sealed partial class FrozenLeNet
{
    [Conv2d(4, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(5, 2, Padding = 1, Bias = true), ReLU, AvgPool2d(3, Stride = 2, Padding = 1), Frozen] public partial Layer Conv2 { get; }
    [Conv2d(4, 3, Stride = 2, Padding = 1), MaxPool2d(2, Stride = 1, Padding = 1), BatchNorm, ReLU, Frozen]
    public partial Layer Conv3 { get; }
    [Conv2d(6, 1, Bias = false), AvgPool2d(2, Stride = 1)] public partial Layer Conv4 { get; }
    [Frozen, Linear(8), BatchNorm, ReLU] public partial Layer Fc { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <summary>Between an embedding and a linear layer that are trained.</summary>
[ModelFrom(typeof(EmbeddedLstm)), Frozen("Lstm")]
public sealed partial class FrozenLstm;

/// <summary>The table of an embedding is frozen.</summary>
[ModelFrom(typeof(EmbeddedLstm)), Frozen("Table")]
public sealed partial class FrozenTableLstm;
