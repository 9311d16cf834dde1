namespace QuantDsl.Generators.Kernels;

/// <summary>
/// What a kernel writes once and others read. While a program is built, its readers may widen the border that it lies in.
/// </summary>
/// <param name="name">Its name, unique in the program, with a small initial.</param>
/// <param name="layout">How it lies in memory.</param>
internal sealed class Value(string name, Layout layout)
{
    public string Name { get; } = name;

    public Layout Layout { get; private set; } = layout;

    /// <summary>Where it is the gradient that a max pooling passes on: what it is made of.</summary>
    public PooledGradient? Pooled { get; set; }

    /// <summary>Whether it is memory of the kernel that writes it, for itself; the threads of a device have such in registers.</summary>
    public bool IsWorking { get; set; }

    public int Border => Layout switch
    {
        ImageLayout image => image.Border,
        SequenceLayout sequence => sequence.Border,
        _ => 0,
    };

    /// <summary>Asks for a border of zeros.</summary>
    public void Widen(int border)
    {
        if (border <= Border)
            return;
        Layout = Layout switch
        {
            ImageLayout image => image with { Border = border },
            SequenceLayout sequence => sequence with { Border = border },
            _ => Layout,
        };
    }

    public override string ToString() => Name;
}
