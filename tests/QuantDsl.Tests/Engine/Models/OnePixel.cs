namespace QuantDsl.Tests.Engine.Models;

/// <summary>A convolution leaves one pixel, which a linear layer reads as it is: its gradient needs a border all the same.</summary>
[QuantModel(2, 4, 4, Batch = 6)]
[Weights(Bits = 2), Adam(LearningRate = 0.005, Epsilon = 1e-4), SquaredHinge]
public sealed partial class OnePixel
{
    [Conv2d(3, 2)] public partial Layer First { get; }
    [Conv2d(4, 3)] public partial Layer Second { get; }
    [Linear(3)] public partial Layer Out { get; }
}
