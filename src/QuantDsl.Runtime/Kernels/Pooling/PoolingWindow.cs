using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>A square window that slides over an image.</summary>
/// <param name="kernel">Rows and columns of the window.</param>
/// <param name="stride">Rows and columns between two places of it.</param>
/// <param name="padding">Rows and columns around the image that it also covers, at most half the kernel.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PoolingWindow(int kernel, int stride, int padding)
{
    /// <summary>Rows and columns of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Rows and columns between two places of it.</summary>
    public int Stride { get; } = stride;

    /// <summary>Rows and columns around the image that it also covers.</summary>
    public int Padding { get; } = padding;

    /// <summary>Whether its places lie side by side, without padding.</summary>
    internal bool IsDisjoint => Stride == Kernel && Padding == 0;

    /// <summary>Places of the window along rows or columns.</summary>
    public int Places(int size) => ((size + (2 * Padding) - Kernel) / Stride) + 1;

    /// <summary>The row or column of the image, or of the padding before it, at which the window begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Start(int place) => (place * Stride) - Padding;

    /// <summary>The first place whose window covers a row or column of the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FirstOver(int position) =>
        position + Padding < Kernel ? 0 : (int)(((uint)(position + Padding - Kernel) / (uint)Stride) + 1);

    /// <summary>One past the last such place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int EndOver(int position, int places) => Math.Min((int)((uint)(position + Padding) / (uint)Stride) + 1, places);
}
