using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="MultiStepAttribute"/>: a power of a factor.</summary>
/// <param name="factor">What each decay multiplies by.</param>
/// <param name="milestones">The epochs after which the rate decays.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MultiStepCurve(double factor, params int[] milestones) : RateCurve
{
    /// <inheritdoc/>
    public override double Factor(in RatePlace place)
    {
        int times = 0;
        foreach (int milestone in milestones)
        {
            if (place.Done >= milestone)
                times++;
        }
        return Math.Pow(factor, times);
    }
}
