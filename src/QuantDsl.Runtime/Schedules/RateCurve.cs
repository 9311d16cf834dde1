using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A schedule: what the learning rate is multiplied by at each place of a run. The source generator contains these classes, too, to draw
/// their curves.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RateCurve
{
    /// <summary>Whether it ends with the run, so that runs of other lengths have other rates.</summary>
    public virtual bool EndsWithRun => false;

    /// <summary>The factor, at least 0.</summary>
    /// <param name="place">Where.</param>
    public abstract double Factor(in RatePlace place);

    /// <summary>Half a wave of the cosine, from one value to another.</summary>
    /// <param name="from">Value at 0.</param>
    /// <param name="to">Value at 1.</param>
    /// <param name="part">From 0 to 1; beyond, the value of the end stays.</param>
    protected static double Wave(double from, double to, double part) =>
        part <= 0 ? from : part >= 1 ? to : to + ((from - to) * (1 + Math.Cos(Math.PI * part)) / 2);
}
