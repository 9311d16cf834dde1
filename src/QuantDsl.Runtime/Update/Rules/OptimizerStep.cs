using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>The loops in which an update rule moves a block of weights.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal static class OptimizerStep<TRule>
    where TRule : struct, IUpdateRule
{
    /// <summary>
    /// Moves a block: its moments stay in place; the new values, clipped to ±<paramref name="bound"/>, and their curvature D go where the
    /// caller wants them, which may be scratch memory or where the latent weights were. A trial leaves the moments as they are.
    /// </summary>
    public static void Run(TiledUpdate update, in Tile block, Span<float> values, Span<float> curvature, float bound, bool decays)
    {
        switch (update.Kind)
        {
            case UpdateKind.Trial:
                Try(update.Step, block, values, curvature, bound, decays);
                break;
            case UpdateKind.Backtrack:
                Backtrack(update.Step, block, values, curvature, bound, decays);
                break;
            default:
                Forward(update.Step, block, values, curvature, bound, decays);
                break;
        }
    }

    private static void Forward(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound, bool decays)
    {
        var high = Vector512.Create(bound);
        var kept = Vector512.Create(decays ? step.Kept : 1);
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Vector512<float> m = Lanes.Load(block.FirstMoment, i);
            Vector512<float> v = Lanes.Load(block.SecondMoment, i);
            Vector512<float> w = Lanes.Load(block.Latent, i);
            TRule.Forward(step, g, ref m, ref v, out Vector512<float> direction, out Vector512<float> d);
            w = TRule.Decay(w, kept) - (direction / d);
            Lanes.Store(m, block.FirstMoment, i);
            Lanes.Store(v, block.SecondMoment, i);
            Lanes.Store(d, curvature, i);
            Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
        }
    }

    /// <summary>As <see cref="Forward"/>, but the moments stay: should the trial fail, nothing has happened.</summary>
    private static void Try(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound, bool decays)
    {
        var high = Vector512.Create(bound);
        var kept = Vector512.Create(decays ? step.Kept : 1);
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Vector512<float> m = Lanes.Load(block.FirstMoment, i);
            Vector512<float> v = Lanes.Load(block.SecondMoment, i);
            Vector512<float> w = Lanes.Load(block.Latent, i);
            TRule.Forward(step, g, ref m, ref v, out Vector512<float> direction, out Vector512<float> d);
            w = TRule.Decay(w, kept) - (direction / d);
            Lanes.Store(d, curvature, i);
            Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
        }
    }

    /// <summary>The moments of the trial follow once more from the gradient that led to it.</summary>
    private static void Backtrack(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound, bool decays)
    {
        var high = Vector512.Create(bound);
        var kept = Vector512.Create(decays ? step.Kept : 1);
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> first = Lanes.Load(block.FirstGradient, i);
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Vector512<float> m = Lanes.Load(block.FirstMoment, i);
            Vector512<float> v = Lanes.Load(block.SecondMoment, i);
            Vector512<float> w = Lanes.Load(block.Latent, i);
            TRule.Accumulate(first, ref m, ref v);
            TRule.Backtrack(step, g, ref m, ref v, out Vector512<float> direction, out Vector512<float> d);
            w = TRule.Decay(w, kept) - (direction / d);
            Lanes.Store(m, block.FirstMoment, i);
            Lanes.Store(v, block.SecondMoment, i);
            Lanes.Store(d, curvature, i);
            Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
        }
    }
}
