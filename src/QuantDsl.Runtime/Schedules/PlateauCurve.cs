using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="ReduceOnPlateauAttribute"/>: a power of a factor, for as many reductions as the losses have asked for.</summary>
/// <param name="factor">What each reduction multiplies by.</param>
/// <param name="patience">Epochs that may pass without a better loss.</param>
/// <param name="threshold">A loss is better if it is less than the best by this part of it.</param>
/// <param name="cooldown">Epochs after a reduction that do not count.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlateauCurve(double factor, int patience, double threshold, int cooldown) : RateCurve
{
    /// <inheritdoc/>
    public override double Factor(in RatePlace place) => Math.Pow(factor, place.Reductions);

    /// <summary>How many reductions the losses of epochs have led to, as PyTorch's <c>ReduceLROnPlateau</c> counts them.</summary>
    /// <param name="losses">The loss after each epoch; NaN is not better than any.</param>
    public int Reductions(ReadOnlySpan<double> losses)
    {
        double best = double.PositiveInfinity;
        int reductions = 0, waiting = 0, cooling = 0;
        foreach (double loss in losses)
        {
            double better = double.IsInfinity(best) ? best : best - (Math.Abs(best) * threshold);
            if (loss < better)
                (best, waiting) = (loss, 0);
            else
                waiting++;
            if (cooling > 0)
                (cooling, waiting) = (cooling - 1, 0);
            if (waiting > patience)
                (reductions, cooling, waiting) = (reductions + 1, cooldown, 0);
        }
        return reductions;
    }
}
