using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Adam, whose D = (√v̂ + ε)/η is the curvature of LAQ (Hou, Yao and Kwok, ICLR 2017), and its backtrack step (BLAQ, eq. 8 and 9).
/// </summary>
/// <typeparam name="TRecipe">The recipe's numbers.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Adam<TRecipe> : IUpdateRule
    where TRecipe : struct, IUpdateRecipe
{
    /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g².</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector512<float> g, ref Vector512<float> m, ref Vector512<float> v)
    {
        g = Clip(g);
        m = (m * (float)TRecipe.Beta1) + (g * (float)(1 - TRecipe.Beta1));
        v = (v * (float)TRecipe.Beta2) + (g * g * (float)(1 - TRecipe.Beta2));
    }

    /// <summary>AdamW: w ← (1 − ηλ)w (Loshchilov and Hutter, ICLR 2019).</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Decay(Vector512<float> w, Vector512<float> kept) => TRecipe.WeightDecay > 0 ? w * kept : w;

    /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; direction m̂; D = (√v̂ + ε)/η.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(
        in AdamStep step,
        Vector512<float> g,
        ref Vector512<float> m,
        ref Vector512<float> v,
        out Vector512<float> direction,
        out Vector512<float> d)
    {
        Accumulate(g, ref m, ref v);
        direction = m * step.BiasCorrection1;
        d = Curvature(step, v);
    }

    /// <summary>
    /// m* = β₁m + (1 − β₁)g*; v* = β₂v + (1 − β₂)g*²; direction am̂ + (1 − a)m̂*; D̄ = aD + (1 − a)D*;
    /// m ← am + (1 − a)m*; v ← av + (1 − a)v*, unless the trial's moments are forgotten.
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backtrack(
        in AdamStep step,
        Vector512<float> g,
        ref Vector512<float> m,
        ref Vector512<float> v,
        out Vector512<float> direction,
        out Vector512<float> d)
    {
        Vector512<float> mTrial = m;
        Vector512<float> vTrial = v;
        Accumulate(g, ref mTrial, ref vTrial);
        Vector512<float> root = Vector512.Sqrt(v * step.BiasCorrection2) + Vector512.Create(TRecipe.Epsilon);
        Vector512<float> rootTrial = Vector512.Sqrt(vTrial * step.NextBiasCorrection2) + Vector512.Create(TRecipe.Epsilon);
        d = ((root * step.Blend) + (rootTrial * step.OneMinusBlend)) * step.InverseLearningRate;
        direction = (m * step.BiasCorrection1 * step.Blend) + (mTrial * step.NextBiasCorrection1 * step.OneMinusBlend);
        if (TRecipe.CarriesTrialMoments)
        {
            m = (m * step.Blend) + (mTrial * step.OneMinusBlend);
            v = (v * step.Blend) + (vTrial * step.OneMinusBlend);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Curvature(in AdamStep step, Vector512<float> v) =>
        (Vector512.Sqrt(v * step.BiasCorrection2) + Vector512.Create(TRecipe.Epsilon)) * step.InverseLearningRate;

    /// <inheritdoc/>
    /// <remarks>
    /// D grows with |g| and v. If |g| ≤ G and v ≤ V, the new v is at most max(V, G²), as is that of a trial and their blend. A step rounds
    /// v three times, by 2⁻²⁴ of it each; the bound grows by 2⁻²⁰. What D itself is rounded by is less than the factor of two.
    /// </remarks>
    public static double BoundCurvature(in AdamStep step, double gradient, ref double secondMoment)
    {
        const double growth = 1 + (1.0 / (1 << 20));
        double g = Math.Min(gradient, TRecipe.GradientClip);
        secondMoment = Math.Max(secondMoment, g * g) * growth;
        double corrected = 2 * secondMoment * step.BiasCorrection2; // that of a trial, 1/(1 − β₂ᵗ⁺¹), is smaller
        return corrected <= float.MaxValue
            ? 2 * (Math.Sqrt(corrected) + TRecipe.Epsilon) * step.InverseLearningRate
            : double.PositiveInfinity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clip(Vector512<float> g) =>
        TRecipe.GradientClip < float.PositiveInfinity ? Lanes.Clamp(g, TRecipe.GradientClip) : g;
}
