using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Sizes of the gradient with respect to the weights of a linear layer or a convolution: g[output][tap][term] = Σ over samples, lines and
/// pixels in order of y′[pixel][output] · x[pixel · stride + offset of the tap + term]; a tap is a row of the kernel as in
/// <see cref="TapShape"/>. Strides and offsets count float32 numbers.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct OuterShape
{
    /// <summary>The declared batch, which says how it is cut into shards.</summary>
    public required int Batch { get; init; }

    /// <summary>Taps.</summary>
    public required int Taps { get; init; }

    /// <summary>Where each tap begins in the input, counted from where its pixel begins.</summary>
    public required int* Offsets { get; init; }

    /// <summary>Terms of a tap; they lie one after the other.</summary>
    public required int Terms { get; init; }

    /// <summary>Output channels.</summary>
    public required int Outputs { get; init; }

    /// <summary>Output pixels of a line.</summary>
    public required int Pixels { get; init; }

    /// <summary>Output lines of a sample.</summary>
    public required int Lines { get; init; }

    /// <summary>From the input of an output pixel to that of the next.</summary>
    public required int InputPixelStride { get; init; }

    /// <summary>From the input of an output line to that of the next.</summary>
    public required int InputLineStride { get; init; }

    /// <summary>From a sample of the input to the next.</summary>
    public required int InputSampleStride { get; init; }

    /// <summary>From a pixel of the output's gradient to the next.</summary>
    public required int GradientPixelStride { get; init; }

    /// <summary>From a line of the output's gradient to the next.</summary>
    public required int GradientLineStride { get; init; }

    /// <summary>From a sample of the output's gradient to the next.</summary>
    public required int GradientSampleStride { get; init; }

    /// <summary>Weights of an output channel.</summary>
    public int Steps => Taps * Terms;

    /// <summary>Whether a sample is a single pixel: then samples are what the innermost loop counts.</summary>
    internal bool IsFlat => Lines == 1 && Pixels == 1;
}
