namespace QuantDsl;

/// <summary>Maximum over square windows.</summary>
/// <param name="kernel">Height and width of the window.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class MaxPool2dAttribute(int kernel) : Attribute
{
    /// <summary>Height and width of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Stride in both directions; when not given, the kernel.</summary>
    public int Stride { get; init; } = kernel;

    /// <summary>Padding on every side, at most half the kernel.</summary>
    public int Padding { get; init; }
}
