using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How one vector of weights moves: w ← w − direction ⊘ D, and what becomes of its moments m and v. A rule also names the curvature D, by
/// which the quantizers weigh errors.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUpdateRule
{
    /// <summary>What a gradient does to the moments.</summary>
    /// <param name="g">Gradient.</param>
    /// <param name="m">First moment, updated.</param>
    /// <param name="v">Second moment, updated.</param>
    static abstract void Accumulate(Vector512<float> g, ref Vector512<float> m, ref Vector512<float> v);

    /// <summary>What a step leaves of weights before they move.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="kept">The part of them that stays where they decay; 1 where they do not.</param>
    static abstract Vector512<float> Decay(Vector512<float> w, Vector512<float> kept);

    /// <summary>A LAQ step or the trial of a backtrack step.</summary>
    /// <param name="step">Numbers of the step.</param>
    /// <param name="g">Gradient.</param>
    /// <param name="m">First moment, updated.</param>
    /// <param name="v">Second moment, updated.</param>
    /// <param name="direction">What the weights move along, against the sign.</param>
    /// <param name="d">Curvature D.</param>
    static abstract void Forward(
        in AdamStep step,
        Vector512<float> g,
        ref Vector512<float> m,
        ref Vector512<float> v,
        out Vector512<float> direction,
        out Vector512<float> d);

    /// <summary>The second half of a backtrack step, from the moments of the trial and the gradient at its weights.</summary>
    /// <inheritdoc cref="Forward"/>
    static abstract void Backtrack(
        in AdamStep step,
        Vector512<float> g,
        ref Vector512<float> m,
        ref Vector512<float> v,
        out Vector512<float> direction,
        out Vector512<float> d);

    /// <summary>The curvature D of <see cref="Forward"/>, from the second moment that it left.</summary>
    static abstract Vector512<float> Curvature(in AdamStep step, Vector512<float> v);

    /// <summary>A bound of the curvature of many weights, also of the blended one of a backtrack step.</summary>
    /// <param name="step">Numbers of the step.</param>
    /// <param name="gradient">No gradient is larger in magnitude.</param>
    /// <param name="secondMoment">No second moment is larger; afterwards, none is that the step leaves or found.</param>
    /// <returns>No curvature is larger, whatever float32 rounds.</returns>
    static abstract double BoundCurvature(in AdamStep step, double gradient, ref double secondMoment);
}
