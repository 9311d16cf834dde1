using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The numbers of a model's recipe, as constants of a generated struct: the compiler puts them into the code of the update.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUpdateRecipe
{
    /// <summary>β₁, the decay of the first moment.</summary>
    static abstract double Beta1 { get; }

    /// <summary>β₂, the decay of the second moment.</summary>
    static abstract double Beta2 { get; }

    /// <summary>ε, added to √v̂.</summary>
    static abstract float Epsilon { get; }

    /// <summary>
    /// Blend a of a backtrack step: the share of the current gradient. A run may choose another: <see cref="AdamStep.Blend"/>.
    /// </summary>
    static abstract double Blend { get; }

    /// <summary>Whether a backtrack step keeps a share of the moments of its trial; otherwise it forgets them.</summary>
    static abstract bool CarriesTrialMoments { get; }

    /// <summary>λ of AdamW, by which weights decay besides: a step leaves 1 − ηλ of them. 0: they do not.</summary>
    static abstract double WeightDecay { get; }

    /// <summary>Gradients are clipped to ± this value, element by element; infinity: not at all.</summary>
    static abstract float GradientClip { get; }
}
