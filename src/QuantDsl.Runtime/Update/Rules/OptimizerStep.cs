using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>The loops in which an update rule moves a block of weights.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal static class OptimizerStep<TRule>
    where TRule : struct, IUpdateRule
{
    /// <summary>
    /// Moves a block: its moments stay in place; the new values, clipped to ±<paramref name="bound"/>, and their curvature D go where the caller
    /// wants them, which may be where the gradient or the latent weights were.
    /// </summary>
    public static void Run(TiledUpdate update, in Tile block, Span<float> values, Span<float> curvature, float bound)
    {
        bool isFinite = update.Kind == UpdateKind.Backtrack
            ? Backtrack(update.Step, block, values, curvature, bound)
            : Forward(update.Step, block, values, curvature, bound);
        if (!isFinite)
            update.ReportDivergence(block);
    }

    /// <summary>Returns true if every element of D is finite.</summary>
    private static bool Forward(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound)
    {
        var high = Vector512.Create(bound);
        Vector512<float> residue = Vector512<float>.Zero; // D − D: 0 unless D is infinite or NaN
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Vector512<float> m = Lanes.Load(block.FirstMoment, i);
            Vector512<float> v = Lanes.Load(block.SecondMoment, i);
            Vector512<float> w = Lanes.Load(block.Latent, i);
            TRule.Forward(step, g, ref m, ref v, out Vector512<float> direction, out Vector512<float> d);
            w -= direction / d;
            Lanes.Store(m, block.FirstMoment, i);
            Lanes.Store(v, block.SecondMoment, i);
            Lanes.Store(d, curvature, i);
            Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
            residue += d - d;
        }
        return Vector512.Sum(residue) == 0f;
    }

    /// <summary>Returns true if every element of D̄ is finite.</summary>
    private static bool Backtrack(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound)
    {
        var high = Vector512.Create(bound);
        Vector512<float> residue = Vector512<float>.Zero;
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Vector512<float> m = Lanes.Load(block.FirstMoment, i);
            Vector512<float> v = Lanes.Load(block.SecondMoment, i);
            Vector512<float> w = Lanes.Load(block.Latent, i);
            TRule.Backtrack(step, g, ref m, ref v, out Vector512<float> direction, out Vector512<float> d);
            w -= direction / d;
            if (TRule.CarriesTrialMoments)
            {
                Lanes.Store(m, block.FirstMoment, i);
                Lanes.Store(v, block.SecondMoment, i);
            }
            Lanes.Store(d, curvature, i);
            Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
            residue += d - d;
        }
        return Vector512.Sum(residue) == 0f;
    }
}
