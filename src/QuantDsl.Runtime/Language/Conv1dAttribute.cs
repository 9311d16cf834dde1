namespace QuantDsl;

/// <summary>
/// 1-D convolution of a sequence [length, in] along its positions; its weights are [channels, in / <see cref="Groups"/>, kernel] and its
/// output is a sequence [places of the kernel, channels]. A model with one reads sequences of the declared length only: its
/// predictions cannot go on from one another.
/// </summary>
/// <param name="channels">Number of output features of a position.</param>
/// <param name="kernel">Positions that the kernel covers.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class Conv1dAttribute(int channels, int kernel) : Attribute
{
    /// <summary>Number of output features of a position.</summary>
    public int Channels { get; } = channels;

    /// <summary>Positions that the kernel covers.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Positions from a place of the kernel to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// Positions of zeros before and behind the sequence. With <see cref="QuantDsl.Padding.Same"/> the output is as long as the input
    /// divided by the stride, rounded up.
    /// </summary>
    public int Padding { get; init; }

    /// <summary>Positions from an element of the kernel to the next; above 1 the kernel has gaps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Blocks into which the features of input and output are divided; a block of the output reads the block of the input at the same place
    /// alone. Their number must divide both numbers of features. With as many groups as features of input and output the convolution is
    /// depthwise, and has kernels of its own.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether a full-precision bias is added. By default there is one unless <see cref="BatchNormAttribute"/> follows, which would cancel
    /// it.
    /// </summary>
    public bool Bias { get; init; }
}
