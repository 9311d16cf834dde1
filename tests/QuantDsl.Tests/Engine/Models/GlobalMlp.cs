/// <summary>A model outside of any namespace.</summary>
[QuantDsl.QuantModel(6, Batch = 16)]
[QuantDsl.Weights(Bits = 2), QuantDsl.Adam(LearningRate = 0.01), QuantDsl.SquaredHinge]
public sealed partial class GlobalMlp
{
    [QuantDsl.Linear(7), QuantDsl.BatchNorm, QuantDsl.ReLU] public partial QuantDsl.Layer Hidden1 { get; }
    [QuantDsl.Linear(5), QuantDsl.BatchNorm, QuantDsl.ReLU] public partial QuantDsl.Layer Hidden2 { get; }
    [QuantDsl.Linear(3), QuantDsl.BatchNorm] public partial QuantDsl.Layer Out { get; }
}
