namespace QuantDsl;

/// <summary>Max pooling over square windows of an image [channels, height, width].</summary>
/// <param name="kernel">Height and width of the window, at most 16.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class MaxPool2dAttribute(int kernel) : Attribute
{
    /// <summary>Height and width of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Stride in both directions; by default equal to the kernel.</summary>
    public int Stride { get; init; } = kernel;

    /// <summary>Padding in pixels on every side, at most half the kernel; a padded pixel is never the maximum.</summary>
    public int Padding { get; init; }
}
