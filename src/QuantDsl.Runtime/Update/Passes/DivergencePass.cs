using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Before an update writes anything: finds the first parameter of which it would make a curvature D infinite or NaN. The update itself then
/// cannot fail, so that a step has all its effects or none.
/// </summary>
/// <remarks>
/// The answer is exact, but the weights are hardly ever looked at. D grows with |g| and v, so bounds of them give a bound of D
/// (<see cref="IUpdateRule.BoundCurvature"/>), and while that is finite, so is every D; NaN cannot occur either, because a finite bound of
/// the gradient says that it has none. Gradients of large weights are bounded by the factors of a product. Where a bound is too large (huge
/// gradients, or a learning rate so small that 1/η is huge), D of all weights of the parameter is computed as the update computes it, from
/// gradients that are made for it if the update would have made them tile by tile, and
/// the largest v becomes the new bound of the second moments.
/// </remarks>
/// <typeparam name="TRule">How weights move.</typeparam>
/// <param name="update">The update, which has begun.</param>
internal struct DivergencePass<TRule>(TiledUpdate update) : IParameterVisitor
    where TRule : struct, IUpdateRule
{
    /// <summary>Number of the parameter; −1: none.</summary>
    public int Parameter { get; private set; } = -1;

    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate
    {
        if (!TUpdate.IsFrozen && Parameter < 0 && !IsBounded(place.Index) && !IsFinite(place))
            Parameter = place.Index;
    }

    private readonly bool IsBounded(int parameter)
    {
        double gradient = update.GradientBounds[parameter];
        return gradient <= float.MaxValue // else there may be a NaN, which no clipping removes
            && TRule.BoundCurvature(update.Step, gradient, ref update.SecondMomentBounds[parameter]) <= float.MaxValue;
    }

    private readonly bool IsFinite(in ParameterPlace place)
    {
        if (update.IsDeferred(place))
            update.FetchDeferred();
        Tile whole = update.Whole(place);
        AdamStep step = update.Step;
        Vector512<float> residue = Vector512<float>.Zero; // D − D: 0 unless D is infinite or NaN
        Vector512<float> largest = Vector512<float>.Zero;
        for (int i = 0; i < whole.Count; i += Lanes.Count)
        {
            Vector512<float> m = Lanes.Load(whole.FirstMoment, i);
            Vector512<float> v = Lanes.Load(whole.SecondMoment, i);
            largest = Vector512.MaxNative(largest, v);
            Vector512<float> d;
            if (update.Kind == UpdateKind.Backtrack)
            {
                TRule.Accumulate(Lanes.Load(whole.FirstGradient, i), ref m, ref v);
                TRule.Backtrack(step, Lanes.Load(whole.Gradient, i), ref m, ref v, out _, out d);
            }
            else
            {
                TRule.Forward(step, Lanes.Load(whole.Gradient, i), ref m, ref v, out _, out d);
            }
            largest = Vector512.MaxNative(largest, v);
            residue += d - d;
        }
        if (Vector512.Sum(residue) != 0f)
            return false;
        update.SecondMomentBounds[place.Index] = Lanes.Largest(largest);
        return true;
    }
}
