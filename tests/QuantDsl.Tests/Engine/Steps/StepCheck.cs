using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// One step of the engine against the reference, from the engine's state before it. Where float32 may decide otherwise than exact
/// arithmetic, the reference follows: at ties between two levels or two scales in the trial, and at kinks of the network, it tries both
/// sides; what then comes out has to agree. The quantization of the new weights is judged from the engine's own weights.
/// </summary>
/// <param name="case">The model.</param>
/// <param name="reference">Its reference.</param>
/// <param name="network">The reference's network.</param>
/// <param name="number">t.</param>
/// <param name="before">The state that the step begins with.</param>
internal sealed class StepCheck(StepCase @case, ReferenceModel reference, ReferenceNetwork network, int number, EngineState before)
{
    private readonly IReadOnlyList<ReferenceParameter> _parameters = reference.Optimizer.Parameters;
    private readonly string[] _names =
    [
        .. reference.Optimizer.Parameters.Select((p, i) => $"parameter {i} of {string.Join("×", p.Shape)}"),
    ];
    private Decisions _decisions = new();
    private double[][]? _trial;
    private IReadOnlyList<StepOutcome> _outcomes = [];

    /// <summary>Weights and scales that agree only because of ties.</summary>
    public int Ties { get; private set; }

    /// <summary>Ways to decide ties that were tried; 1 if there was none.</summary>
    public int Paths => _decisions.Paths;

    /// <summary>Compares the state after a step; with the ways to decide ties that come nearest to the engine's.</summary>
    public Agreement Compare(bool backtracks, LossAndGradients onBatch, double loss, EngineState after)
    {
        _decisions = new Decisions();
        Agreement first = Try(backtracks, onBatch, loss, after);
        Agreement agreement = first;
        while (agreement.Problem is not null && _decisions.Next()) agreement = Try(backtracks, onBatch, loss, after);
        if (agreement.Problem is not null && @case.NoisyPasses > 0)
            UndecidableException.ThrowIf(IsUnstable(onBatch), "Values are equal that are sums in another order");
        return agreement.Problem is null ? agreement : first;
    }

    /// <summary>The new scales and quantized weights, given the new weights and the curvature.</summary>
    public void CompareQuantized(Agreement agreement, EngineState after, IReadOnlyList<Uncertain> curvature)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (_parameters[i].IsFrozen && number > 0)
            {
                agreement.Compare("quantized", _names[i], Uncertain.Exact(Doubles(before.Quantized[i])), Doubles(after.Quantized[i]));
                agreement.Compare("scales", _names[i], Uncertain.Exact(Doubles(before.Scales[i])), Doubles(after.Scales[i]));
                agreement.Compare("latent", _names[i], Uncertain.Exact(before.Latent[i]), after.Latent[i]);
                continue;
            }
            if (!_parameters[i].Quantizer.IsQuantized)
            {
                agreement.Compare("quantized", _names[i], Uncertain.Exact(after.Latent[i]), Doubles(after.Quantized[i]));
                continue;
            }

            int ties = 0;
            TieAwareQuantizer quantizer = new(_parameters[i].Quantizer);
            agreement.Note(
                _names[i],
                quantizer.Check(after.Latent[i], curvature[i], Doubles(before.Scales[i]), after.Scales[i], after.Quantized[i], ref ties));
            Ties += ties;
        }
    }

    private Agreement Try(bool backtracks, LossAndGradients onBatch, double loss, EngineState after)
    {
        AskAtKinks();
        Restore();
        Agreement agreement = new();
        double[][] quantized = [.. before.Quantized.Select(Doubles)];
        (double expectedLoss, double[][] g) = onBatch(quantized, false);
        double lossError = Tolerances.Loss * Math.Abs(expectedLoss);
        double[][] statistics = Statistics();
        double[][] statisticsErrors = [.. statistics.Select(values => new double[values.Length])];
        double[][] errors = Errors(g, noise => noise.Run(() =>
        {
            Restore();
            (double noisyLoss, double[][] gradients) = onBatch(quantized, false);
            lossError = Math.Max(lossError, Tolerances.TimesNoise * Math.Abs(noisyLoss - expectedLoss));
            Widen(statisticsErrors, statistics, Statistics());
            return gradients;
        }));
        agreement.Compare("loss", "step", new Uncertain([expectedLoss], [lossError]), [loss]);
        CompareStatistics(agreement, statistics, statisticsErrors, after);

        // The first of the outcomes is the expected one; the others are at the ends of the intervals in which the engine's gradients may
        // lie.
        List<StepOutcome> outcomes = [.. Ends(g, errors).Select(Laq)];
        if (backtracks)
        {
            _outcomes = outcomes;
            double[][] trialWeights = _trial = Trial(outcomes);
            double[][] trial = onBatch(trialWeights, true).Gradients;
            double[][] trialErrors = Errors(trial, noise => noise.Run(() => onBatch(Near(trialWeights, noise), true).Gradients));
            outcomes =
            [
                .. Ends(g, errors).SelectMany(first => Ends(trial, trialErrors).Select(second => Backtrack(first, second))),
            ];
        }

        var curvature = new Uncertain[_parameters.Count];
        for (int i = 0; i < _parameters.Count; i++)
        {
            agreement.Compare(
                "first moment",
                _names[i],
                Moved(Spread(outcomes, outcome => outcome.FirstMoment[i]), before.FirstMoment[i]),
                after.FirstMoment[i]);
            agreement.Compare("second moment", _names[i], Spread(outcomes, outcome => outcome.SecondMoment[i]), after.SecondMoment[i]);
            agreement.Compare("latent", _names[i], Latent(outcomes, i), after.Latent[i]);
            curvature[i] = Spread(outcomes, outcome => outcome.Curvature[i]);
        }

        if (agreement.Problem is null) CompareQuantized(agreement, after, curvature);
        return agreement;
    }

    /// <summary>The layers that normalise, those that do it position by position included.</summary>
    public static IEnumerable<BatchNormLayer> BatchNorms(ReferenceNetwork network) =>
        network.Layers.Select(layer => layer is PerPositionLayer each ? each.Layer : layer).OfType<BatchNormLayer>();

    private static double[] Doubles(float[] values) => [.. values.Select(x => (double)x)];

    private static Uncertain Spread(IReadOnlyList<StepOutcome> outcomes, Func<StepOutcome, double[]> of) =>
        Uncertain.Spread([.. outcomes.Select(of)], Tolerances.Element);

    /// <summary>What has moved to near 0 is no more exact than where it came from.</summary>
    private static Uncertain Moved(Uncertain x, double[] from) =>
        x with { Errors = [.. x.Errors.Select((error, i) => error + (Tolerances.Element * Math.Abs(from[i])))] };

    /// <summary>Gradients, and both ends of the intervals around them.</summary>
    private static IEnumerable<double[][]> Ends(double[][] gradients, double[][] errors) =>
        new[] { 0, -1, 1 }.Select(sign => gradients.Select((g, p) => g.Select((x, i) => x + (sign * errors[p][i])).ToArray()).ToArray());

    /// <summary>The most by which the engine's gradients may differ, each.</summary>
    /// <param name="gradients">The exact ones.</param>
    /// <param name="repeat">The pass again with noise.</param>
    private double[][] Errors(double[][] gradients, Func<RoundingNoise, double[][]> repeat)
    {
        double largest = gradients.Max(g => g.Max(Math.Abs));
        double[][] spread = [.. gradients.Select(g => new double[g.Length])];
        for (int pass = 0; pass < @case.NoisyPasses; pass++)
            Widen(spread, gradients, repeat(new RoundingNoise(network, @case.Loss, (number * 100) + pass)));
        return
        [
            .. gradients.Select((g, i) =>
            {
                double error = Math.Max(Tolerances.Gradient * g.Max(Math.Abs), Tolerances.SmallGradient * largest) + spread[i].Max();
                return g.Select(_ => error).ToArray();
            }),
        ];
    }

    /// <summary>Notes how far noise has moved values.</summary>
    private static void Widen(double[][] errors, double[][] exact, double[][] noisy)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            for (int j = 0; j < errors[i].Length; j++)
                errors[i][j] = Math.Max(errors[i][j], Tolerances.TimesNoise * Math.Abs(noisy[i][j] - exact[i][j]));
        }
    }

    /// <summary>Running mean and variance of each batch norm in turn.</summary>
    private double[][] Statistics() =>
        [.. BatchNorms(network).SelectMany(norm => new[] { (double[])norm.RunningMean.Clone(), (double[])norm.RunningVariance.Clone() })];

    private static void CompareStatistics(Agreement agreement, double[][] statistics, double[][] errors, EngineState after)
    {
        for (int i = 0; i < after.RunningMean.Length; i++)
        {
            (double[] mean, double[] variance) = (statistics[2 * i], statistics[(2 * i) + 1]);

            // A mean of numbers that cancel is as exact as these are.
            double ofMean = Tolerances.Statistics * Math.Max(Math.Sqrt(variance.Max()), mean.Max(Math.Abs));
            double ofVariance = Tolerances.Statistics * variance.Max();
            agreement.Compare("running mean", $"batch norm {i}", Within(mean, ofMean, errors[2 * i]), after.RunningMean[i]);
            agreement.Compare(
                "running variance", $"batch norm {i}", Within(variance, ofVariance, errors[(2 * i) + 1]), after.RunningVariance[i]);
        }

        static Uncertain Within(double[] values, double error, double[] errors) =>
            new(values, [.. errors.Select(_ => error + errors.Max())]);
    }

    private StepOutcome Laq(double[][] gradients) => Outcome(optimizer => optimizer.LaqStep((_, _) => (0, gradients)));

    private StepOutcome Backtrack(double[][] gradients, double[][] trialGradients) => Outcome(optimizer =>
        optimizer.BacktrackStep((_, isTrial) => (0, isTrial ? trialGradients : gradients), @case.Blend, @case.CarryTrialMoments));

    private StepOutcome Outcome(Action<ReferenceOptimizer> step) =>
        StepOutcome.Of(_parameters, before, number, (float)@case.LearningRate, @case.Adam, step);

    /// <summary>q* = Q_D(w*; α): a trial is a LAQ step that is not kept.</summary>
    private double[][] Trial(IReadOnlyList<StepOutcome> outcomes) =>
    [
        .. _parameters.Select((parameter, i) => parameter.IsFrozen
            ? Doubles(before.Quantized[i])
            : new TieAwareQuantizer(parameter.Quantizer).Choose(
                Latent(outcomes, i),
                Spread(outcomes, outcome => outcome.Curvature[i]),
                Doubles(before.Scales[i]),
                _decisions).Values),
    ];

    /// <summary>New weights. Two moments that cancel in a step leave of it what rounding leaves of each.</summary>
    private Uncertain Latent(IReadOnlyList<StepOutcome> outcomes, int i)
    {
        Uncertain moved = Moved(Spread(outcomes, outcome => outcome.Latent[i]), before.Latent[i]);
        double ofStep = Tolerances.Element * @case.LearningRate;
        return moved with { Errors = [.. moved.Errors.Select(error => error + ofStep)] };
    }

    /// <summary>Weights of a trial that the engine may have: those in full precision are known within errors, and scales are.</summary>
    /// <param name="trial">The weights.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="part">Part of the errors that they have.</param>
    private double[][] Near(double[][] trial, RoundingNoise noise, double part = 1)
    {
        return [.. trial.Select((values, i) =>
        {
            if (_parameters[i].IsFrozen)
                return values;
            Uncertain latent = Latent(_outcomes, i);
            latent = latent with { Errors = [.. latent.Errors.Select(error => error * part)] };
            return _parameters[i].Quantizer.IsQuantized ? noise.Scaled(values, ErrorOfScale(latent)) : noise.Within(latent);
        })];

        static double ErrorOfScale(Uncertain latent) =>
            AdmissibleScale.Rounding + (latent.Errors.Sum() / Math.Max(double.Epsilon, latent.Values.Sum(Math.Abs)));
    }

    /// <summary>
    /// Whether float32 may decide at places where exact arithmetic has a tie: values that are equal though they come from others that
    /// rounding moves, in a pass, or in the weights of a trial.
    /// </summary>
    private bool IsUnstable(LossAndGradients onBatch)
    {
        Restore();
        double[][] quantized = [.. before.Quantized.Select(Doubles)];
        return IsUnstableAt(quantized, _ => quantized)
            || (_trial is { } trial && IsUnstableAt(trial, noise => Near(trial, noise, part: 1e-6)));

        bool IsUnstableAt(double[][] weights, Func<RoundingNoise, double[][]> near)
        {
            foreach (IKink kink in Kinks)
                kink.TakesOtherSide = null;
            onBatch(weights, true);
            var noise = new RoundingNoise(network, @case.Loss, number, isRelative: true);
            return noise.Run(() =>
            {
                onBatch(near(noise), true);
                return Kinks.Any(kink => kink.IsUnstable);
            });
        }
    }

    private IEnumerable<IKink> Kinks => network.Layers.Select(layer => layer is PerPositionLayer each ? each.Layer : layer).OfType<IKink>();

    private void AskAtKinks()
    {
        foreach (IKink kink in Kinks)
            kink.TakesOtherSide = (distance, largest) => distance <= Tolerances.Kink * largest && _decisions.Choose(2) == 1;
    }

    private void Restore()
    {
        int i = 0;
        foreach (BatchNormLayer norm in BatchNorms(network))
        {
            before.RunningMean[i].CopyTo(norm.RunningMean, 0);
            before.RunningVariance[i++].CopyTo(norm.RunningVariance, 0);
        }
    }
}
