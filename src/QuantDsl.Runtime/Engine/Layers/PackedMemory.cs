namespace QuantDsl.CompilerServices;

/// <summary>Memory of packed weights: the scales, or tables of 32 numbers in their place, then the panels.</summary>
internal sealed unsafe class PackedMemory : IDisposable
{
    private readonly NativeFloats _memory;

    /// <param name="bytes">Bytes of the panels.</param>
    /// <param name="scales">Room for so many scales.</param>
    public PackedMemory(long bytes, int scales)
    {
        int before = Math.Max(32, (scales + 15) & ~15);
        _memory = new NativeFloats(before + ((bytes + 3) / 4));
        Weights = new PackedWeights((byte*)(_memory.Data + before), _memory.Data);
    }

    /// <summary>The weights.</summary>
    public PackedWeights Weights { get; }

    /// <summary>The weights from a panel's byte and a scale on.</summary>
    public PackedWeights From(long bytes, int scale) => new(Weights.Panels + bytes, Weights.Scales + scale);

    public void Dispose() => _memory.Dispose();
}
