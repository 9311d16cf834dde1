namespace QuantDsl.CompilerServices;

/// <summary>A mean over the values that are not null, as two doubles that are stored in checkpoints.</summary>
internal struct ZigZagMean
{
    private double _sum;
    private double _count;

    /// <summary>The mean; null if no value was added.</summary>
    public readonly double? Value => _count == 0 ? null : _sum / _count;

    /// <summary>Adds a value; null is ignored.</summary>
    public void Add(double? value)
    {
        if (value is not { } known)
            return;
        _sum += known;
        _count++;
    }
}
