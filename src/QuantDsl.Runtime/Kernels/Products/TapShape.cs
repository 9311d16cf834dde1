using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Sizes of a product that adds over taps: y[pixel][column] = Σ over taps in order, Σ over a tap's terms in order, of
/// x[pixel · stride + offset of the tap + term] · w[tap][term][column]. A fully connected layer has one tap, and its pixels are samples.
/// A convolution in NHWC has a tap for each row of the kernel, whose terms are the channels of neighbouring pixels. Its gradient with
/// respect to the input is such a product too. Strides and offsets count float32 numbers.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct TapShape
{
    /// <summary>Taps.</summary>
    public required int Taps { get; init; }

    /// <summary>Where each tap begins, counted from where its pixel begins.</summary>
    public required int* Offsets { get; init; }

    /// <summary>Terms of a tap; they lie one after the other.</summary>
    public required int Terms { get; init; }

    /// <summary>Those of them that are an input pixel's: its channels. Neighbours share pixels.</summary>
    public required int Channels { get; init; }

    /// <summary>Columns of the output: its channels.</summary>
    public required int Columns { get; init; }

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

    /// <summary>From an output pixel to the next.</summary>
    public required int OutputPixelStride { get; init; }

    /// <summary>From an output line to the next.</summary>
    public required int OutputLineStride { get; init; }

    /// <summary>From a sample of the output to the next.</summary>
    public required int OutputSampleStride { get; init; }

    /// <summary>Whether no two output pixels read the same number.</summary>
    internal bool HasOwnTerms => Taps == 1 && Lines == 1 && Channels == Terms && InputPixelStride >= Terms;

    /// <summary>Terms of a sum: steps of a panel.</summary>
    public int Steps => Taps * Terms;

    /// <summary>The gradient with respect to the weights of this forward product, whose output's gradient lies as its output.</summary>
    internal OuterShape Outer(int batch) => new()
    {
        Batch = batch,
        Taps = Taps,
        Offsets = Offsets,
        Terms = Terms,
        Outputs = Columns,
        Pixels = Pixels,
        Lines = Lines,
        InputPixelStride = InputPixelStride,
        InputLineStride = InputLineStride,
        InputSampleStride = InputSampleStride,
        GradientPixelStride = OutputPixelStride,
        GradientLineStride = OutputLineStride,
        GradientSampleStride = OutputSampleStride,
    };
}
