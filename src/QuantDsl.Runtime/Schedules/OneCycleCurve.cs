using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="OneCycleAttribute"/>: half a wave up, and one down to almost nothing.</summary>
/// <param name="epochs">Epochs after which it has ended; 0: with the run.</param>
/// <param name="increasing">The part of them in which the rate increases.</param>
/// <param name="divisor">The first rate is this part of the highest.</param>
/// <param name="finalDivisor">The last rate is this part of the first.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OneCycleCurve(int epochs, double increasing, double divisor, double finalDivisor) : RateCurve
{
    /// <inheritdoc/>
    public override bool EndsWithRun => epochs == 0;

    /// <inheritdoc/>
    public override double Factor(in RatePlace place)
    {
        double length = epochs == 0 ? place.Last : epochs;
        double top = increasing * length;
        double first = 1 / divisor;
        return place.Epochs < top
            ? Wave(first, 1, place.Epochs / top)
            : Wave(1, first / finalDivisor, (place.Epochs - top) / (length - top));
    }
}
