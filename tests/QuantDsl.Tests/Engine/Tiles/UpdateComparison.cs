using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// Runs the same updates with a generated model and with the reference, each from the model's state, and compares: where float32 rounds to
/// the level or the scale beside, it is shown to be a tie.
/// </summary>
internal sealed class UpdateComparison : IDisposable
{
    private const double Blend = 0.6;

    private readonly string _name;
    private readonly ReferenceParameter[] _parameters;
    private readonly UpdateGradients _gradients = new();
    private EngineState _state;
    private int _number;

    /// <param name="name">Named in messages.</param>
    /// <param name="model">The generated model.</param>
    /// <param name="quantizers">The quantizer of each weight in order, or one for all.</param>
    public UpdateComparison(string name, TiledModel model, params Func<Parameter, IQuantizer>[] quantizers)
    {
        _name = name;
        Engine = model;
        Parameter[] weights = [.. model.Store.Parameters.Where(IsWeight)];
        _parameters =
        [
            .. model.Store.Parameters.Select(parameter => new ReferenceParameter(
                [.. parameter.Latent.shape.Select(size => (int)size)],
                IsWeight(parameter)
                    ? quantizers[quantizers.Length == 1 ? 0 : Array.IndexOf(weights, parameter)](parameter)
                    : Tests.Reference.Quantizers.FullPrecision,
                parameter.Latent.ToDoubles())),
        ];
        _state = Read();
        EngineState nothing = _state with { Scales = [.. _state.Scales.Select(scales => new float[scales.Length])] };
        CompareQuantized(nothing, [.. _state.Latent.Select(w => Uncertain.Exact([.. w.Select(_ => 1.0)]))], "construction");
    }

    public TiledModel Engine { get; }

    /// <summary>The largest deviation of each quantity, in tolerances.</summary>
    public SortedDictionary<string, double> Deviations { get; } = new(StringComparer.Ordinal);

    /// <summary>Levels and scales that agreed only because of ties.</summary>
    public int Ties { get; private set; }

    /// <summary>A LAQ step; returns what it swept.</summary>
    public long Laq(float[][] gradients)
    {
        _number++;
        Run(UpdateKind.Laq, gradients);
        long swept = Engine.Tiles.ValuesVisited;
        Compare(Outcome(optimizer => optimizer.LaqStep((_, _) => (0, Doubles(gradients)))), $"step {_number} (LAQ)");
        return swept;
    }

    /// <summary>A backtrack step; returns what its two updates swept.</summary>
    public (long Trial, long Back) Backtrack(float[][] gradients, float[][] trialGradients)
    {
        string when = $"step {++_number} (backtrack)";
        Run(UpdateKind.Trial, gradients);
        long trial = Engine.Tiles.ValuesVisited;
        EngineState between = Read();
        Assert.Equal(_state.Latent, between.Latent); // a trial changes nothing but q
        Assert.Equal(_state.Scales, between.Scales);
        Assert.Equal(_state.FirstMoment, between.FirstMoment);
        Assert.Equal(_state.SecondMoment, between.SecondMoment);
        CompareTrial(Outcome(optimizer => optimizer.LaqStep((_, _) => (0, Doubles(gradients)))), between, $"{when}, trial");

        Run(UpdateKind.Backtrack, trialGradients);
        long back = Engine.Tiles.ValuesVisited;
        Compare(
            Outcome(optimizer => optimizer.BacktrackStep((_, isTrial) => (0, Doubles(isTrial ? trialGradients : gradients)), Blend)),
            when);
        return (trial, back);
    }

    public void Dispose()
    {
        Engine.Dispose();
        _gradients.Dispose();
    }

    private static bool IsWeight(Parameter parameter) => parameter.Latent.dim() > 1;

    private static double[][] Doubles(float[][] values) => [.. values.Select(Doubles)];

    private static double[] Doubles(float[] values) => [.. values.Select(x => (double)x)];

    private EngineState Read() => EngineState.Of([.. Engine.Store.Parameters], []);

    private StepOutcome Outcome(Action<ReferenceOptimizer> step) =>
        StepOutcome.Of(_parameters, _state, _number, TiledModel.LearningRate, new AdamOptions(), step);

    private void Run(UpdateKind kind, float[][] values) => Engine.Update(kind, TiledModel.Step(_number), _gradients.For(kind, values));

    /// <summary>
    /// What the engine makes of exact inputs in a few operations; where it moves to near 0, it is no more exact than where it was.
    /// </summary>
    private static Uncertain Rounded(double[] values, double[] from) =>
        new(values, [.. values.Zip(from, (x, before) => Tolerances.Element * (Math.Abs(x) + Math.Abs(before)))]);

    private static Uncertain Rounded(double[] values) => Rounded(values, new double[values.Length]);

    private void Compare(StepOutcome expected, string when)
    {
        EngineState before = _state;
        _state = Read();
        Agreement agreement = new();
        for (int i = 0; i < _parameters.Length; i++)
        {
            string where = Engine.Store.Parameters[i].Name;
            agreement.Compare("latent", where, Rounded(expected.Latent[i], before.Latent[i]), _state.Latent[i]);
            agreement.Compare("first moment", where, Rounded(expected.FirstMoment[i], before.FirstMoment[i]), _state.FirstMoment[i]);
            agreement.Compare("second moment", where, Rounded(expected.SecondMoment[i]), _state.SecondMoment[i]);
        }

        Take(agreement, when);
        CompareQuantized(before, [.. expected.Curvature.Select(Rounded)], when);
    }

    private void CompareQuantized(EngineState before, Uncertain[] curvature, string when)
    {
        Agreement agreement = new();
        for (int i = 0; i < _parameters.Length; i++)
        {
            string where = Engine.Store.Parameters[i].Name;
            IQuantizer quantizer = _parameters[i].Quantizer;
            int ties = 0;
            if (quantizer.IsQuantized)
            {
                agreement.Note(
                    where,
                    new TieAwareQuantizer(quantizer)
                        .Check(_state.Latent[i], curvature[i], Doubles(before.Scales[i]), _state.Scales[i], _state.Quantized[i], ref ties));
            }
            else
            {
                agreement.Compare("quantized", where, Uncertain.Exact(_state.Latent[i]), Doubles(_state.Quantized[i]));
            }

            Ties += ties;
        }

        Take(agreement, when);
    }

    /// <summary>q* of a trial; w* and α* are nowhere to be seen.</summary>
    private void CompareTrial(StepOutcome expected, EngineState trial, string when)
    {
        Agreement agreement = new();
        for (int i = 0; i < _parameters.Length; i++)
        {
            string where = Engine.Store.Parameters[i].Name;
            Uncertain w = Rounded(expected.Latent[i], _state.Latent[i]);
            if (_parameters[i].Quantizer.IsQuantized)
            {
                agreement.Note(
                    where,
                    new TieAwareQuantizer(_parameters[i].Quantizer)
                        .CheckUnseen(w, Rounded(expected.Curvature[i]), Doubles(_state.Scales[i]), trial.Quantized[i]));
            }
            else
            {
                agreement.Compare("quantized", where, w, Doubles(trial.Quantized[i]));
            }
        }

        Take(agreement, when);
    }

    private void Take(Agreement agreement, string when)
    {
        Assert.True(agreement.Problem is null, $"{_name}: {when}: {agreement.Problem}.");
        foreach ((string what, double used) in agreement.Used)
            Deviations[what] = Math.Max(Deviations.GetValueOrDefault(what), used);
    }
}
