namespace QuantDsl.CompilerServices;

/// <summary>Where a scale is expected to stay while it is solved for.</summary>
/// <param name="Low">Its smallest value.</param>
/// <param name="High">Its largest value.</param>
internal readonly record struct ScaleRange(float Low, float High)
{
    /// <summary>Whether a scale lies inside.</summary>
    public bool Contains(double scale) => (float)scale >= Low && (float)scale <= High;
}
