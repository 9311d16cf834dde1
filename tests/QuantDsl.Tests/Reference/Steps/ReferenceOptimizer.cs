namespace QuantDsl.Tests.Reference;

/// <summary>The two step rules of DESIGN §1, word for word: LAQ, and LAQ with one-step forward and backtrack (BLAQ).</summary>
public sealed class ReferenceOptimizer(IReadOnlyList<ReferenceParameter> parameters, double learningRate, AdamOptions? adam = null)
{
    private readonly AdamOptions _adam = adam ?? new AdamOptions();

    public IReadOnlyList<ReferenceParameter> Parameters => parameters;

    /// <summary>η.</summary>
    public double LearningRate { get; set; } = learningRate;

    /// <summary>t of the last step taken; 0 before the first. Both rules advance it by one.</summary>
    public int StepNumber { get; set; }

    /// <summary>One LAQ step; returns the loss at the weights before the step.</summary>
    public double LaqStep(LossAndGradients lossAndGradients)
    {
        int t = ++StepNumber;
        (double loss, double[][] gradients) = lossAndGradients(QuantizedWeights(), false);
        for (int i = 0; i < parameters.Count; i++)
        {
            ReferenceParameter p = parameters[i];
            if (p.IsFrozen) continue;
            Moments moments = MomentsOf(p).Updated(gradients[i], _adam);
            double[] d = moments.Curvature(t, _adam, LearningRate);

            p.Latent = Descend(p, moments.CorrectedFirst(t, _adam), d);
            p.SetQuantization(p.Quantizer.Quantize(p.Latent, d, p.Scales));
            SetMoments(p, moments);
        }

        return loss;
    }

    /// <summary>One backtrack step; returns the loss at the weights before the step.</summary>
    /// <param name="a">The blend. 1 ignores the trial and is the LAQ step.</param>
    /// <param name="carryTrialMoments">True: m ← a m + (1−a) m*, v likewise. False: the trial moments are discarded.</param>
    public double BacktrackStep(LossAndGradients lossAndGradients, double a, bool carryTrialMoments = true)
    {
        int t = ++StepNumber;
        int count = parameters.Count;

        // 1. The gradient at q; moments, m̂ and D at t.
        (double loss, double[][] gradients) = lossAndGradients(QuantizedWeights(), false);
        var moments = new Moments[count];
        double[][] mHat = new double[count][];
        double[][] d = new double[count][];
        for (int i = 0; i < count; i++)
        {
            moments[i] = MomentsOf(parameters[i]).Updated(gradients[i], _adam);
            mHat[i] = moments[i].CorrectedFirst(t, _adam);
            d[i] = moments[i].Curvature(t, _adam, LearningRate);
        }

        // 2. Forward: w* = clip(w − m̂⊘D), q* = Q_D(w*; α). Neither w nor α changes.
        double[][] trialQuantized = new double[count][];
        for (int i = 0; i < count; i++)
        {
            ReferenceParameter p = parameters[i];
            trialQuantized[i] = p.IsFrozen ? p.Quantized : p.Quantizer.Quantize(Descend(p, mHat[i], d[i]), d[i], p.Scales).Values;
        }

        // 3. The gradient at q*, on the same minibatch.
        (_, double[][] trialGradients) = lossAndGradients(trialQuantized, true);
        for (int i = 0; i < count; i++)
        {
            ReferenceParameter p = parameters[i];
            if (p.IsFrozen) continue;
            Moments trialMoments = moments[i].Updated(trialGradients[i], _adam);

            // 4. Blend (BLAQ eq. 8, 9); the trial's bias correction is at t+1.
            double[] g = Blend.Of(mHat[i], trialMoments.CorrectedFirst(t + 1, _adam), a);
            double[] blendedD = Blend.Of(d[i], trialMoments.Curvature(t + 1, _adam, LearningRate), a);

            // 5. Backtrack: from w, not from w*.
            p.Latent = Descend(p, g, blendedD);
            p.SetQuantization(p.Quantizer.Quantize(p.Latent, blendedD, p.Scales));

            // 6. Carry on.
            SetMoments(p, carryTrialMoments ? moments[i].BlendedWith(trialMoments, a) : moments[i]);
        }

        return loss;
    }

    private static Moments MomentsOf(ReferenceParameter p) => new(p.FirstMoment, p.SecondMoment);

    private static void SetMoments(ReferenceParameter p, Moments moments)
    {
        p.FirstMoment = moments.First;
        p.SecondMoment = moments.Second;
    }

    /// <summary>
    /// clip((1 − ηλ)w − g⊘D, −1, 1); full precision is not clipped. What has one axis (biases, γ, β) does not decay.
    /// </summary>
    private double[] Descend(ReferenceParameter p, double[] g, double[] d)
    {
        double[] w = new double[p.Latent.Length];
        double kept = p.Shape.Length > 1 ? 1 - LearningRate * _adam.WeightDecay : 1;
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = p.Latent[i] * kept - g[i] / d[i];
            if (p.Quantizer.IsQuantized) w[i] = Math.Clamp(w[i], -1, 1);
        }

        return w;
    }

    // Copies: a callback that keeps the arrays must not see later steps.
    private double[][] QuantizedWeights() => [.. parameters.Select(p => (double[])p.Quantized.Clone())];
}
