namespace QuantDsl;

/// <summary>2-D convolution with a square kernel.</summary>
/// <param name="channels">Output channels.</param>
/// <param name="kernel">Height and width of the kernel.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class Conv2dAttribute(int channels, int kernel) : Attribute
{
    /// <summary>Output channels.</summary>
    public int Channels { get; } = channels;

    /// <summary>Height and width of the kernel.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Stride in both directions.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zero padding on every side.</summary>
    public int Padding { get; init; }

    /// <summary>Whether a full-precision bias is added. When not given: only if no <see cref="BatchNormAttribute"/> follows, which would cancel it.</summary>
    public bool Bias { get; init; }
}
