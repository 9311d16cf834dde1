namespace QuantDsl;

/// <summary>2-D convolution of an image [in, height, width] with a square kernel; its weights are [channels, in, kernel, kernel].</summary>
/// <param name="channels">Number of output channels.</param>
/// <param name="kernel">Height and width of the kernel.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class Conv2dAttribute(int channels, int kernel) : Attribute
{
    /// <summary>Number of output channels.</summary>
    public int Channels { get; } = channels;

    /// <summary>Height and width of the kernel.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Stride in both directions.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zero padding in pixels on every side.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// Whether a full-precision bias is added. By default there is one unless <see cref="BatchNormAttribute"/> follows, which would cancel
    /// it.
    /// </summary>
    public bool Bias { get; init; }
}
