namespace QuantDsl.Generators.Kernels;

/// <summary>A loss, as a training pass computes it.</summary>
/// <param name="Name">The runtime's name of the kernel.</param>
/// <param name="Mean">The runtime's name of what makes the mean of the samples' losses.</param>
/// <param name="Settings">Its last arguments, as generated code writes them.</param>
internal sealed record LossKernel(string Name, string Mean, EquatableArray<string> Settings)
{
    /// <summary>A loss without settings.</summary>
    public LossKernel(string name)
        : this(name, $"MeanOf{name}", [])
    {
    }
}
