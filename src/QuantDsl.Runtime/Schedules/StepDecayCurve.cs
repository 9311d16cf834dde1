using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="StepDecayAttribute"/>: a power of a factor.</summary>
/// <param name="factor">What each decay multiplies by.</param>
/// <param name="every">Epochs between two decays.</param>
/// <param name="after">Epochs before the first decay; 0: as many as between two.</param>
/// <param name="most">Maximum number of decays.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepDecayCurve(double factor, int every, int after = 0, int most = int.MaxValue) : RateCurve
{
    /// <inheritdoc/>
    public override double Factor(in RatePlace place)
    {
        int first = after == 0 ? every : after;
        int times = place.Done < first ? 0 : ((place.Done - first) / every) + 1;
        return Math.Pow(factor, Math.Min(times, most));
    }
}
