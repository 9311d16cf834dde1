namespace QuantDsl.Tests.Import;

/// <summary>What others begin with.</summary>
[QuantModel(1, 28, 28, Batch = 32), FullPrecision, Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class StartFloat
{
    [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
    [Linear(16), BatchNorm, ReLU] public partial Layer Fc { get; }
    [Linear(10)] public partial Layer Out { get; }
}

/// <summary>The same network with few bits.</summary>
[ModelFrom(typeof(StartFloat)), Weights(Bits = 2)]
public sealed partial class StartTernary;

/// <summary>Its last layer alone is trained.</summary>
[ModelFrom(typeof(StartFloat)), Weights(Bits = 2), Frozen("Conv", "Fc")]
public sealed partial class StartHead;

/// <summary>Another network.</summary>
[QuantModel(1, 28, 28, Batch = 32), FullPrecision, CrossEntropy]
public sealed partial class StartOther
{
    [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
    [Linear(16), BatchNorm, ReLU] public partial Layer Fc { get; }
    [Linear(10, Bias = false)] public partial Layer Out { get; }
}

/// <summary>With the name and the layers of another model, of which it freezes one.</summary>
public static partial class FrozenTwin
{
    /// <summary>The one that is frozen.</summary>
    [ModelFrom(typeof(Import.StartTernary)), Frozen("Fc")]
    public sealed partial class StartTernary;
}
