using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="ExponentialAttribute"/>: a power of a factor, from step to step.</summary>
/// <param name="factor">What an epoch multiplies by.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExponentialCurve(double factor) : RateCurve
{
    /// <inheritdoc/>
    public override double Factor(in RatePlace place) => Math.Pow(factor, place.Epochs);
}
