using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>How images [sample][line][pixel][channel] lie; the pixels of a line lie side by side. Strides count float32 numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImageLayout
{
    /// <summary>From a line to the next.</summary>
    public required int LineStride { get; init; }

    /// <summary>From a sample to the next.</summary>
    public required int SampleStride { get; init; }
}
