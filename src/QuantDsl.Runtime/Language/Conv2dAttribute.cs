namespace QuantDsl;

/// <summary>
/// 2-D convolution of an image [in, height, width]; its weights are [channels, in / <see cref="Groups"/>, kernel height,
/// kernel width]. <c>Stride</c>, <c>Padding</c> and <c>Dilation</c> hold in both directions, unless the property with <c>Height</c> or
/// <c>Width</c> in its name says something else of one.
/// </summary>
/// <param name="channels">Number of output channels.</param>
/// <param name="kernel">Height and width of the kernel.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class Conv2dAttribute(int channels, int kernel) : Attribute
{
    private readonly int? _strideHeight;
    private readonly int? _strideWidth;
    private readonly int? _paddingHeight;
    private readonly int? _paddingWidth;
    private readonly int? _dilationHeight;
    private readonly int? _dilationWidth;

    /// <summary>A convolution whose kernel need not be square.</summary>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="kernelHeight">Height of the kernel.</param>
    /// <param name="kernelWidth">Width of the kernel.</param>
    public Conv2dAttribute(int channels, int kernelHeight, int kernelWidth)
        : this(channels, kernelHeight) => KernelWidth = kernelWidth;

    /// <summary>Number of output channels.</summary>
    public int Channels { get; } = channels;

    /// <summary>Height of the kernel in pixels.</summary>
    public int KernelHeight { get; } = kernel;

    /// <summary>Width of the kernel in pixels.</summary>
    public int KernelWidth { get; } = kernel;

    /// <summary>Pixels from a place of the kernel to the next, in both directions.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Stride along the height; by default <see cref="Stride"/>.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? Stride;
        init => _strideHeight = value;
    }

    /// <summary>Stride along the width; by default <see cref="Stride"/>.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? Stride;
        init => _strideWidth = value;
    }

    /// <summary>
    /// Zero padding in pixels on every side; 0 if it is not given, so that the image gets smaller. A stage that is added to an earlier one
    /// (<see cref="AddAttribute"/>) mostly needs (kernel − 1) / 2. With <see cref="QuantDsl.Padding.Same"/> the output is as large as the
    /// input divided by the stride, rounded up.
    /// </summary>
    public int Padding { get; init; }

    /// <summary>Zero padding above and below; by default <see cref="Padding"/>.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        init => _paddingHeight = value;
    }

    /// <summary>Zero padding on the left and on the right; by default <see cref="Padding"/>.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        init => _paddingWidth = value;
    }

    /// <summary>Pixels from an element of the kernel to the next, in both directions; above 1 the kernel has gaps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Dilation along the height; by default <see cref="Dilation"/>.</summary>
    public int DilationHeight
    {
        get => _dilationHeight ?? Dilation;
        init => _dilationHeight = value;
    }

    /// <summary>Dilation along the width; by default <see cref="Dilation"/>.</summary>
    public int DilationWidth
    {
        get => _dilationWidth ?? Dilation;
        init => _dilationWidth = value;
    }

    /// <summary>
    /// Blocks into which the channels of input and output are divided; a block of the output reads the block of the input at the same place
    /// alone. Their number must divide both numbers of channels. With as many groups as channels of input and output the convolution is
    /// depthwise, and has kernels of its own.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether a full-precision bias is added. By default there is one unless <see cref="BatchNormAttribute"/> follows, which would cancel
    /// it.
    /// </summary>
    public bool Bias { get; init; }
}
