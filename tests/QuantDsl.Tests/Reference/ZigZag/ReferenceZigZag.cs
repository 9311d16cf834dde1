namespace QuantDsl.Tests.Reference;

/// <summary>The measures of <see cref="ZigZagMeasures"/> for one tensor, in plain loops over what a trajectory visits.</summary>
/// <param name="latent">w before the first step.</param>
/// <param name="levels">b before the first step.</param>
internal sealed class ReferenceZigZag(double[] latent, double[] levels)
{
    private double[] _latent = [.. latent];
    private double[] _levels = [.. levels];
    private double[]? _update;
    private double[]? _gradient;

    /// <summary>Weights that changed their level, and updates that changed their sign; the latter null without a step before.</summary>
    public (int Flips, int? SignChanges) Counts { get; private set; }

    /// <summary>Takes what a step left.</summary>
    /// <param name="latent">w after the step.</param>
    /// <param name="levels">b after the step.</param>
    /// <param name="gradient">g.</param>
    /// <param name="trialGradient">g* of a backtrack step.</param>
    public ZigZagMeasures Step(double[] latent, double[] levels, double[] gradient, double[]? trialGradient)
    {
        int count = latent.Length;
        int flips = 0;
        int signChanges = 0;
        double swing = 0;
        double[] update = new double[count];
        for (int i = 0; i < count; i++)
        {
            update[i] = latent[i] - _latent[i];
            swing = Math.Max(swing, Math.Abs(update[i]));
            if (levels[i] != _levels[i]) flips++;
            if (_update is not null && Math.Sign(update[i]) * Math.Sign(_update[i]) < 0) signChanges++;
        }

        Counts = (flips, _update is null ? null : signChanges);
        ZigZagMeasures measures = new()
        {
            Parameter = "",
            LevelFlips = (double)flips / count,
            LargestSwing = swing,
            SignChanges = _update is null ? null : (double)signChanges / count,
            GradientCosine = _gradient is null ? null : Cosine(gradient, _gradient),
            TrialCosine = trialGradient is null ? null : Cosine(gradient, trialGradient),
        };
        (_latent, _levels, _update, _gradient) = ([.. latent], [.. levels], update, [.. gradient]);
        return measures;
    }

    private static double? Cosine(double[] a, double[] b)
    {
        double product = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }

        return aa == 0 || bb == 0 ? null : Math.Clamp(product / Math.Sqrt(aa * bb), -1, 1);
    }
}
