namespace QuantDsl.CompilerServices;

/// <summary>Mean of what there is, in two doubles of the memory that a checkpoint holds.</summary>
internal struct ZigZagMean
{
    private double _sum;
    private double _count;

    /// <summary>Null: nothing was added.</summary>
    public readonly double? Value => _count == 0 ? null : _sum / _count;

    /// <summary>Adds a value; null adds nothing.</summary>
    public void Add(double? value)
    {
        if (value is not { } known)
            return;
        _sum += known;
        _count++;
    }
}
