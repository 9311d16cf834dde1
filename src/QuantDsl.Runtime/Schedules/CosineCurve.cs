using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="CosineAttribute"/>: half a wave down, from the end of the warm-up on.</summary>
/// <param name="epochs">Epochs after which it has ended; 0: with the run.</param>
/// <param name="endFactor">Where it ends.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CosineCurve(int epochs, double endFactor) : RateCurve
{
    /// <inheritdoc/>
    public override bool EndsWithRun => epochs == 0;

    /// <inheritdoc/>
    public override double Factor(in RatePlace place)
    {
        int length = (epochs == 0 ? place.Last : epochs) - place.Warmup;
        double past = place.Epochs - place.Warmup;
        return Wave(1, endFactor, length > 0 ? past / length : past < 0 ? 0 : 1);
    }
}
