namespace QuantDsl.Bits.Models;

/// <summary>A perceptron whose layers have several panels and tiles, none of them full.</summary>
[QuantModel(37, Batch = 26)]
[Weights(Bits = 1), Backtrack(Period = 1, Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
internal sealed partial class Perceptron : ISpanModel<Perceptron, float>
{
    [Linear(70), BatchNorm, ReLU, Dropout(0.2)] public partial Layer First { get; }
    [Linear(45, Bias = true), ReLU] public partial Layer Second { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With 2 bits.</summary>
[ModelFrom(typeof(Perceptron)), Weights(Bits = 2)]
internal sealed partial class PerceptronTernary : ISpanModel<PerceptronTernary, float>;

/// <summary>With 3 bits, a scale for each output.</summary>
[ModelFrom(typeof(Perceptron)), Weights(Bits = 3, Scale = Scale.PerChannel)]
internal sealed partial class PerceptronThreeBit : ISpanModel<PerceptronThreeBit, float>;

/// <summary>In full precision.</summary>
[ModelFrom(typeof(Perceptron)), FullPrecision]
internal sealed partial class PerceptronFullPrecision : ISpanModel<PerceptronFullPrecision, float>;
