using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>The values of one tensor for a file, wherever they lie.</summary>
internal interface ITensorValues
{
    /// <summary>Largest piece, a multiple of every element size: a <see cref="Span{T}"/> ends at 2 GB, and values need not.</summary>
    const int PieceBytes = 4 << 20;

    /// <summary>Element type.</summary>
    ScalarType Dtype { get; }

    /// <summary>Length of every axis; empty for a scalar.</summary>
    IReadOnlyList<long> Shape { get; }

    /// <summary>Hands out the bytes in row-major order, in pieces of at most <see cref="PieceBytes"/>.</summary>
    void Read(Action<ReadOnlySpan<byte>> take);

    /// <summary>Has every byte overwritten in row-major order, in such pieces.</summary>
    void Fill(Action<Span<byte>> fill);
}
