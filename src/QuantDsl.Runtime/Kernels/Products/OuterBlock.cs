namespace QuantDsl.CompilerServices;

/// <summary>The pixels that a tile of weight gradients sums, in order: samples, in them lines, in them pixels.</summary>
internal readonly unsafe struct OuterBlock
{
    /// <summary>The input of the first pixel, at the tile's first term.</summary>
    public required float* Input { get; init; }

    /// <summary>The output's gradient at the first pixel and the tile's first output channel.</summary>
    public required float* Gradient { get; init; }

    public required int Samples { get; init; }

    public required int Lines { get; init; }

    public required int Pixels { get; init; }

    public required nint InputPixelStride { get; init; }

    public required nint InputLineStride { get; init; }

    public required nint InputSampleStride { get; init; }

    public required nint GradientPixelStride { get; init; }

    public required nint GradientLineStride { get; init; }

    public required nint GradientSampleStride { get; init; }

    /// <summary>From the first vector of terms to the second: less than the lanes at the end of a tap, where they overlap.</summary>
    public required int Second { get; init; }
}
