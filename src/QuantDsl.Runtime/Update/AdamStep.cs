using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The numbers of one step that change from step to step or from run to run; the others are constants of the recipe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AdamStep
{
    /// <summary>Computes the bias corrections of step <paramref name="step"/>.</summary>
    /// <param name="step">Step t, from 1.</param>
    /// <param name="learningRate">Learning rate η.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="blend">Blend a of a backtrack step, in (0, 1).</param>
    /// <param name="weightDecay">Decay λ of weights.</param>
    public AdamStep(long step, float learningRate, double beta1, double beta2, double blend, double weightDecay = 0)
    {
        Number = step;
        LearningRate = learningRate;
        InverseLearningRate = (float)(1 / (double)learningRate);
        BiasCorrection1 = (float)(1 / (1 - Math.Pow(beta1, step)));
        BiasCorrection2 = (float)(1 / (1 - Math.Pow(beta2, step)));
        NextBiasCorrection1 = (float)(1 / (1 - Math.Pow(beta1, step + 1)));
        NextBiasCorrection2 = (float)(1 / (1 - Math.Pow(beta2, step + 1)));
        Blend = (float)blend;
        OneMinusBlend = (float)(1 - blend);
        Kept = (float)(1 - (learningRate * weightDecay));
    }

    /// <summary>Step t, from 1.</summary>
    public long Number { get; }

    /// <summary>Learning rate η.</summary>
    public float LearningRate { get; }

    /// <summary>1/η.</summary>
    public float InverseLearningRate { get; }

    /// <summary>1/(1 − β₁ᵗ), so that m̂ = m·BiasCorrection1.</summary>
    public float BiasCorrection1 { get; }

    /// <summary>1/(1 − β₂ᵗ), so that v̂ = v·BiasCorrection2.</summary>
    public float BiasCorrection2 { get; }

    /// <summary>1/(1 − β₁ᵗ⁺¹), for the trial moments.</summary>
    public float NextBiasCorrection1 { get; }

    /// <summary>1/(1 − β₂ᵗ⁺¹), for the trial moments.</summary>
    public float NextBiasCorrection2 { get; }

    /// <summary>Blend a: the share of the current gradient.</summary>
    public float Blend { get; }

    /// <summary>1 − a: the share of the trial gradient.</summary>
    public float OneMinusBlend { get; }

    /// <summary>1 − ηλ: what a step leaves of a weight, before it moves.</summary>
    public float Kept { get; }

    /// <summary>The step of a recipe.</summary>
    /// <typeparam name="TRecipe">The recipe, for β₁, β₂ and λ.</typeparam>
    /// <param name="step">Step t, from 1.</param>
    /// <param name="learningRate">Learning rate η.</param>
    /// <param name="blend">Blend a in the place of the recipe's; null: the recipe's.</param>
    public static AdamStep Of<TRecipe>(long step, float learningRate, double? blend = null)
        where TRecipe : struct, IUpdateRecipe =>
        new(step, learningRate, TRecipe.Beta1, TRecipe.Beta2, blend ?? TRecipe.Blend, TRecipe.WeightDecay);
}
