using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// Which products with 1-bit weights are looked up: the sums of four terms with all their signs are made once, and serve all columns and,
/// in a convolution, all elements of the kernel. It is decided here, from the shapes alone, since the order of a sum depends on it and must
/// be the same on every machine.
/// </summary>
internal static class LookUp
{
    /// <summary>
    /// Terms, and columns, of a linear product at least. A table costs about as much as multiplying for 16 columns, and 64 columns share it
    /// at best.
    /// </summary>
    private const int FewestFeatures = 32;

    /// <summary>Channels of a convolution at least. Each element of the kernel uses the tables again.</summary>
    private const int FewestChannels = 16;

    /// <summary>The widest table, in float32 numbers.</summary>
    private const int TableLength = 16;

    /// <summary>Terms of a table.</summary>
    private const int Group = 4;

    /// <summary>Whether a linear product and its gradient with respect to the input gain by it.</summary>
    public static bool Serves(int inputs, int outputs) => Math.Min(inputs, outputs) >= FewestFeatures;

    /// <summary>Whether a convolution and its gradient with respect to the input gain by it.</summary>
    public static bool Serves(Window window, int inputs, int outputs) =>
        window.Rows.Dilation == 1 && window.Columns.Dilation == 1 && Math.Min(inputs, outputs) >= FewestChannels;

    /// <summary>Memory of a thread for the tables of a convolution: of as many lines as the kernel has rows.</summary>
    /// <param name="window">The kernel.</param>
    /// <param name="pixels">Pixels of a line that it is moved over, with padding.</param>
    /// <param name="channels">Channels of a pixel.</param>
    public static Argument.Scratch Ring(Window window, int pixels, int channels) =>
        new((long)window.Rows.Kernel * pixels * ((channels + Group - 1) / Group) * TableLength);
}
