namespace QuantDsl.CompilerServices;

/// <summary>
/// The weight gradient of a convolution whose output a max pooling reads, and nothing else. Of each window only the pixel that was chosen
/// has a gradient, so g[output][tap][term] = Σ over samples and windows in order of y′[window][output] · x[chosen pixel, tap, term].
/// </summary>
internal readonly unsafe struct PooledShape
{
    /// <summary>The convolution.</summary>
    public required OuterShape Convolution { get; init; }

    /// <summary>The window of the pooling.</summary>
    public required PoolingWindow Window { get; init; }

    /// <summary>How the gradient of the pooling's output lies.</summary>
    public required ImageGeometry Gradient { get; init; }

    /// <summary>Where the input of each place of a window begins, counted from that of the window; see <see cref="WritePlaces"/>.</summary>
    public required int* Places { get; init; }

    /// <summary>Places of a window.</summary>
    public int PlaceCount => Window.Kernel * Window.Kernel;

    /// <summary>From the input of a row of windows to that of the next.</summary>
    public int InputRowStride => Window.Stride * Convolution.InputLineStride;

    /// <summary>From the input of a window to that of the next.</summary>
    public int InputColumnStride => Window.Stride * Convolution.InputPixelStride;

    /// <summary>The input of the first window, which begins in the padding if there is one, where no place is chosen.</summary>
    public float* First(float* input) =>
        input - ((nint)Window.Padding * (Convolution.InputLineStride + Convolution.InputPixelStride));

    /// <summary>Writes where the input of each place begins.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="kernel">Rows and columns of the window.</param>
    /// <param name="places">Room for kernel².</param>
    public static void WritePlaces(in OuterShape convolution, int kernel, int* places)
    {
        for (int row = 0; row < kernel; row++)
        {
            for (int column = 0; column < kernel; column++)
                *places++ = (row * convolution.InputLineStride) + (column * convolution.InputPixelStride);
        }
    }
}
