namespace QuantDsl.Tests.Onnx;

/// <summary>Layers as wide as the integer kernels of ONNX Runtime want them: whole blocks of 64 inputs, and many outputs.</summary>
[QuantModel(512, Batch = 8)]
[Weights(Bits = 2), CrossEntropy]
public sealed partial class WideTernary
{
    [Linear(384), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(256), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}
