namespace QuantDsl.CompilerServices;

/// <summary>The part of a window at one of its places that lies on the image, in rows and columns of the window.</summary>
internal readonly struct WindowPart
{
    public int Kernel { get; private init; }

    public int FirstRow { get; private init; }

    public int EndRow { get; private init; }

    public int FirstColumn { get; private init; }

    public int EndColumn { get; private init; }

    /// <param name="window">The window.</param>
    /// <param name="image">What it slides over.</param>
    /// <param name="row">Its place.</param>
    /// <param name="column">Its place.</param>
    public static WindowPart Of(PoolingWindow window, in ImageGeometry image, int row, int column) => new()
    {
        Kernel = window.Kernel,
        FirstRow = Math.Max(-window.Start(row), 0),
        EndRow = Math.Min(image.Height - window.Start(row), window.Kernel),
        FirstColumn = Math.Max(-window.Start(column), 0),
        EndColumn = Math.Min(image.Width - window.Start(column), window.Kernel),
    };
}
