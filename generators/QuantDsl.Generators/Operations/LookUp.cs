using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// Which products are looked up: the sums that some terms can have, with all their signs or ternary levels, are made once, and serve all
/// columns and, in a convolution, all elements of the kernel. It is decided here, from the grid and the shapes alone, since the order of a
/// sum depends on it and must be the same on every machine.
/// </summary>
internal sealed record LookUp
{
    private readonly int _group;
    private readonly int _tableLength;
    private readonly int _fewestFeatures;
    private readonly int _fewestChannels;

    private LookUp(int group, int tableLength, int fewestFeatures, int fewestChannels) =>
        (_group, _tableLength, _fewestFeatures, _fewestChannels) = (group, tableLength, fewestFeatures, fewestChannels);

    /// <summary>
    /// Four terms with their signs: a look-up and an addition instead of four multiply-adds. A table costs about as much as multiplying for
    /// 16 columns.
    /// </summary>
    public static LookUp Signs { get; } = new(group: 4, tableLength: 16, fewestFeatures: 32, fewestChannels: 16);

    /// <summary>
    /// Three terms with ternary levels. One multiply-add in three is saved, so that a table must serve more columns: it costs about as much
    /// as is saved for 96 with vectors of 16 lanes.
    /// </summary>
    public static LookUp Levels { get; } = new(group: 3, tableLength: 32, fewestFeatures: 192, fewestChannels: 32);

    /// <summary>Whether a linear product and its gradient with respect to the input gain by it.</summary>
    public bool Serves(int inputs, int outputs) => Math.Min(inputs, outputs) >= _fewestFeatures;

    /// <summary>Whether a convolution and its gradient with respect to the input gain by it.</summary>
    public bool Serves(Window window, int inputs, int outputs) =>
        window.Rows.Dilation == 1 && window.Columns.Dilation == 1 && Math.Min(inputs, outputs) >= _fewestChannels
        && window.Pixels * Math.Min(inputs, outputs) >= _fewestFeatures;

    /// <summary>Memory of a thread for the tables of a convolution: of as many lines as the kernel has rows.</summary>
    /// <param name="window">The kernel.</param>
    /// <param name="pixels">Pixels of a line that it is moved over, with padding.</param>
    /// <param name="channels">Channels of a pixel.</param>
    public Argument.Scratch Ring(Window window, int pixels, int channels) =>
        new((long)window.Rows.Kernel * pixels * ((channels + _group - 1) / _group) * _tableLength);
}
