namespace QuantDsl.Benchmarks.Products;

/// <summary>A layer whose products are timed.</summary>
public enum ProductLayer
{
    /// <summary>100 samples, 2048 inputs, 2048 outputs: the perceptron.</summary>
    Linear,

    /// <summary>128 images of 13×13 with 20 channels, 3×3, to 50 channels: LeNet-5's second.</summary>
    Convolution,
}
