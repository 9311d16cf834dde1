namespace QuantDsl.Generators.Kernels;

/// <summary>Numbers that do not grow with the batch.</summary>
internal sealed record FixedLayout(long Numbers) : Layout
{
    public override string Text => $"{Numbers} in all";

    public override long InAll => Rounded(Numbers);
}
