namespace QuantDsl.CompilerServices;

/// <summary>Windows whose chosen pixels are summed, row by row.</summary>
internal readonly unsafe struct PooledBlock
{
    /// <summary>Rows of windows.</summary>
    public required int Rows { get; init; }

    /// <summary>Windows of a row.</summary>
    public required int Columns { get; init; }

    /// <summary>The input of the first window, at the first term.</summary>
    public required float* Input { get; init; }

    /// <summary>From the input of a row of windows to that of the next.</summary>
    public required nint InputRowStride { get; init; }

    /// <summary>From the input of a window to that of the next.</summary>
    public required nint InputColumnStride { get; init; }

    /// <summary>Where the input of each place of a window begins, counted from that of the window.</summary>
    public required int* Places { get; init; }

    /// <summary>The gradient of the first window, at the first channel.</summary>
    public required float* Gradient { get; init; }

    /// <summary>From a row of gradients to the next.</summary>
    public required nint GradientRowStride { get; init; }

    /// <summary>Which place the first window chose, at the first channel; dense.</summary>
    public required byte* Chosen { get; init; }

    /// <summary>Channels.</summary>
    public required nint Channels { get; init; }
}
