using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The numbers of one Adam step that change from step to step.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AdamStep
{
    /// <summary>Computes the bias corrections of step <paramref name="step"/>.</summary>
    /// <param name="step">Step t, from 1.</param>
    /// <param name="learningRate">Learning rate η.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    public AdamStep(long step, float learningRate, double beta1, double beta2)
    {
        Number = step;
        LearningRate = learningRate;
        InverseLearningRate = (float)(1 / (double)learningRate);
        First = (float)(1 / (1 - Math.Pow(beta1, step)));
        Second = (float)(1 / (1 - Math.Pow(beta2, step)));
        NextFirst = (float)(1 / (1 - Math.Pow(beta1, step + 1)));
        NextSecond = (float)(1 / (1 - Math.Pow(beta2, step + 1)));
    }

    /// <summary>Step t, from 1.</summary>
    public long Number { get; }

    /// <summary>Learning rate η.</summary>
    public float LearningRate { get; }

    /// <summary>1/η.</summary>
    public float InverseLearningRate { get; }

    /// <summary>1/(1 − β₁ᵗ): m̂ = m·First.</summary>
    public float First { get; }

    /// <summary>1/(1 − β₂ᵗ): v̂ = v·Second.</summary>
    public float Second { get; }

    /// <summary>1/(1 − β₁ᵗ⁺¹), for the trial moments.</summary>
    public float NextFirst { get; }

    /// <summary>1/(1 − β₂ᵗ⁺¹), for the trial moments.</summary>
    public float NextSecond { get; }
}
