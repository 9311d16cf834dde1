using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Decides on the CPU, before an update writes anything, whether it would meet a curvature D = (√v̂ + ε)/η that is infinite or NaN. The update
/// itself then cannot fail, and a step that does fail has changed nothing.
/// </summary>
/// <remarks>
/// <para>
/// The answer is exact, yet the weights are hardly ever looked at. D grows with |g| and with v. So if |g| ≤ G and v ≤ V hold for all weights of
/// a tensor, then v ← β₂v + (1 − β₂)g² ≤ max(V, G²), and D ≤ (√(max(V, G²)/(1 − β₂ᵗ)) + ε)/η. While that is far below the largest float32, D is
/// finite everywhere; NaN cannot occur either, because a finite G says that no gradient is NaN. The same bound holds for the blend
/// D̄ = aD + (1 − a)D* of a backtrack step. G comes from <see cref="GradientTape"/>. V is remembered from step to step:
/// V ← max(V, G²)·(1 + 2⁻²⁰), where the last factor covers what the update rounds in a step, some 2⁻²².
/// </para>
/// <para>
/// Where the bound is too large (huge gradients, or a learning rate so small that 1/η is), D of every weight of the tensor is computed as the
/// update computes it, with the same operations in the same order; the largest v that is met there becomes V.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DivergenceCheck
{
    private const double Growth = 1 + (1.0 / (1 << 20));
    private const double Limit = float.MaxValue / 2; // what the update rounds cannot carry a bound below it to infinity

    private readonly ParameterStore _store;
    private readonly Parameter[] _parameters;
    private readonly float _decay; // β₂
    private readonly float _gain; // 1 − β₂
    private readonly float _epsilon;
    private readonly float _clip;
    private readonly double[] _largest; // V of each parameter
    private long _state = -1;

    /// <summary>Prepares the checks of a model.</summary>
    /// <param name="store">Its memory.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="clip">Gradients are clipped to ± this value; infinity: not at all.</param>
    public DivergenceCheck(ParameterStore store, double beta2, double epsilon, float clip)
    {
        _store = store;
        _parameters = [.. store.Parameters];
        (_decay, _gain) = ((float)beta2, (float)(1 - beta2));
        _epsilon = (float)epsilon;
        _clip = clip;
        _largest = new double[_parameters.Length];
    }

    /// <summary>Checks a step, or the first half of a backtrack step: its gradients, and the running statistics that its forward pass moved.</summary>
    /// <param name="step">Its numbers.</param>
    /// <param name="stage">The kind of step.</param>
    /// <param name="gradients">The gradients at the quantized weights.</param>
    /// <exception cref="TrainingDivergedException">D or a statistic would not be finite: names the first parameter or layer.</exception>
    public void ThrowIfDiverged(in AdamStep step, TrainingStage stage, in Gradients gradients)
    {
        Remember();
        for (int index = 0; index < _largest.Length; index++)
        {
            if (!IsBounded(step, index, gradients.Bound(index)) && !IsFinite(step, index, gradients[index], isTrial: false))
                throw Divergence.OfGradient(_parameters[index].Name, stage, step);
        }
        if (_store.NotFiniteLayer is { } layer)
            throw Divergence.OfStatistics(layer, stage, step);
    }

    /// <summary>Checks the second half of a backtrack step, whose first half left its moments.</summary>
    /// <param name="step">Its numbers.</param>
    /// <param name="trial">The gradients at the trial weights.</param>
    /// <exception cref="TrainingDivergedException">D̄ would not be finite: names the first parameter.</exception>
    public void ThrowIfTrialDiverged(in AdamStep step, in Gradients trial)
    {
        for (int index = 0; index < _largest.Length; index++)
        {
            if (!IsBounded(step, index, trial.Bound(index)) && !IsFinite(step, index, trial[index], isTrial: true))
                throw Divergence.OfGradient(_parameters[index].Name, TrainingStage.Backtrack, step);
        }
    }

    /// <summary>Whether the bounds alone say that D is finite. Then they hold for the moments of this step, too.</summary>
    private bool IsBounded(in AdamStep step, int index, double bound)
    {
        if (!(bound <= float.MaxValue))
            return false; // there may be a NaN, which no clipping removes
        double gradient = Math.Min(bound, _clip);
        double moment = Math.Max(_largest[index], gradient * gradient) * Growth;
        double corrected = moment * step.BiasCorrection2; // that of a trial, 1/(1 − β₂ᵗ⁺¹), is smaller
        if (!(corrected < Limit && (Math.Sqrt(corrected) + _epsilon) * step.InverseLearningRate < Limit))
            return false;
        _largest[index] = moment;
        return true;
    }

    /// <summary>Whether D of every weight is finite, or D̄ in a trial. If so, the largest second moment is known.</summary>
    private bool IsFinite(in AdamStep step, int index, ReadOnlySpan<float> gradients, bool isTrial)
    {
        ReadOnlySpan<float> moments = Moments(index);
        float largest = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            float g = gradients[i] > _clip ? _clip : gradients[i] < -_clip ? -_clip : gradients[i]; // NaN stays
            float v = moments[i];
            float next = (v * _decay) + (g * g * _gain);
            float d = isTrial
                ? ((Root(v, step.BiasCorrection2) * step.Blend) + (Root(next, step.NextBiasCorrection2) * step.OneMinusBlend)) * step.InverseLearningRate
                : Root(next, step.BiasCorrection2) * step.InverseLearningRate;
            if (!float.IsFinite(d))
                return false;
            largest = Math.Max(largest, Math.Max(v, next));
        }
        _largest[index] = largest;
        return true;
    }

    /// <summary>√v̂ + ε.</summary>
    private float Root(float v, float correction) => MathF.Sqrt(v * correction) + _epsilon;

    /// <summary>Finds V anew if the moments are others than those of the last step.</summary>
    private void Remember()
    {
        if (_state == _store.StateNumber)
            return;
        _state = _store.StateNumber;
        for (int index = 0; index < _largest.Length; index++)
            _largest[index] = Magnitude.Largest(Moments(index));
    }

    private ReadOnlySpan<float> Moments(int index) => MemoryMarshal.Cast<byte, float>(_parameters[index].SecondMoment.bytes);
}
