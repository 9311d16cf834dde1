using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Runs the same updates with a generated model and with the reference and compares after each.</summary>
internal sealed class UpdateComparison : IDisposable
{
    private const double Blend = 0.6;
    /// <summary>Tighter than where a network feeds deviations back: measured 6e-7. A step moves a weight by 2e-4 of the largest.</summary>
    private const double ValueTolerance = 2e-6;

    private readonly string _name;
    private readonly double _steps;
    private readonly int _tiesAllowed;
    private readonly double _scaleTolerance;
    private readonly ReferenceOptimizer _reference;
    private readonly UpdateGradients _gradients = new();
    private int _number;
    private int _ties;

    /// <param name="name">Named in messages.</param>
    /// <param name="model">The generated model.</param>
    /// <param name="quantizers">The quantizer of each weight in order, or one for all.</param>
    /// <param name="steps">Levels from 0 to the scale.</param>
    /// <param name="tiesAllowed">Weights an update whose level float32 may round otherwise.</param>
    /// <param name="scaleTolerance">Of scales, relative.</param>
    public UpdateComparison(
        string name,
        TiledModel model,
        Func<Parameter, IQuantizer>[] quantizers,
        int steps = 1,
        int tiesAllowed = 0,
        double scaleTolerance = 1e-6)
    {
        _name = name;
        _steps = steps;
        _tiesAllowed = tiesAllowed;
        _scaleTolerance = scaleTolerance;
        Engine = model;
        Parameter[] weights = [.. model.Store.Parameters.Where(IsWeight)];
        _reference = new ReferenceOptimizer(
            [
                .. model.Store.Parameters.Select(parameter => new ReferenceParameter(
                    [.. parameter.Latent.shape.Select(size => (int)size)],
                    IsWeight(parameter)
                        ? quantizers[quantizers.Length == 1 ? 0 : Array.IndexOf(weights, parameter)](parameter)
                        : Tests.Reference.Quantizers.FullPrecision,
                    parameter.Latent.ToDoubles())),
            ],
            TiledModel.LearningRate);
        CompareState("construction");
    }

    public TiledModel Engine { get; }

    /// <summary>The largest deviation of each quantity, relative to the largest value of its tensor.</summary>
    public SortedDictionary<string, double> Deviations { get; } = new(StringComparer.Ordinal);

    /// <summary>A LAQ step; returns what it swept.</summary>
    public long Laq(float[][] gradients)
    {
        string when = $"step {++_number} (LAQ)";
        Run(UpdateKind.Laq, gradients);
        long swept = Engine.Tiles.ValuesVisited;
        _reference.LaqStep((_, _) => (0, Doubles(gradients)));
        CompareState(when);
        return swept;
    }

    /// <summary>A backtrack step; returns what its two updates swept.</summary>
    public (long Trial, long Back) Backtrack(float[][] gradients, float[][] trialGradients)
    {
        string when = $"step {++_number} (backtrack)";
        float[][] before = AllButQuantized();
        Run(UpdateKind.Trial, gradients);
        long trial = Engine.Tiles.ValuesVisited;
        float[][] after = AllButQuantized();
        Assert.Equal(before, after); // a trial changes nothing but q

        _reference.BacktrackStep(
            (quantized, isTrial) =>
            {
                if (!isTrial)
                    return (0, Doubles(gradients));
                CompareQuantized(quantized, $"{when}, trial");
                return (0, Doubles(trialGradients));
            },
            Blend);
        Run(UpdateKind.Backtrack, trialGradients);
        long back = Engine.Tiles.ValuesVisited;
        CompareState(when);
        return (trial, back);
    }

    public void Dispose()
    {
        Engine.Dispose();
        _gradients.Dispose();
    }

    private float[][] AllButQuantized() =>
    [
        .. Engine.Store.Parameters
            .SelectMany(parameter => new[] { parameter.Latent, parameter.Scale, parameter.FirstMoment, parameter.SecondMoment }).Select(Values),
    ];

    private static bool IsWeight(Parameter parameter) => parameter.Latent.dim() > 1;

    private static double[][] Doubles(float[][] values) => [.. values.Select(value => value.Select(x => (double)x).ToArray())];

    private static float[] Values(torch.Tensor tensor) => [.. tensor.data<float>()];

    private void Run(UpdateKind stage, float[][] values) => Engine.Update(stage, TiledModel.Step(_number), _gradients.For(stage, values));

    private void CompareState(string when)
    {
        foreach ((Parameter actual, ReferenceParameter expected) in Engine.Store.Parameters.Zip(_reference.Parameters))
        {
            string where = $"{when}, {actual.Name}";
            Compare("latent", ValueTolerance, expected.Latent, actual.Latent, where);
            Compare("first moment", ValueTolerance, expected.FirstMoment, actual.FirstMoment, where);
            Compare("second moment", ValueTolerance, expected.SecondMoment, actual.SecondMoment, where);
            double[] scales = actual.Scale.ToDoubles();
            Assert.Equal(expected.Scales.Length, scales.Length);
            for (int i = 0; i < scales.Length; i++)
            {
                double deviation = Math.Abs(scales[i] - expected.Scales[i]);
                Note("scale", deviation / expected.Scales[i]);
                Assert.True(
                    deviation <= _scaleTolerance * expected.Scales[i],
                    $"{_name}: {where}: α[{i}] is {scales[i]:R}, expected {expected.Scales[i]:R}.");
            }
        }
        CompareQuantized([.. _reference.Parameters.Select(parameter => parameter.Quantized)], when);
        if (_tiesAllowed > 0)
            TakeScales();
    }

    /// <summary>Both start the next step from the same scales: what ties did to them must not add up.</summary>
    private void TakeScales()
    {
        foreach ((Parameter actual, ReferenceParameter expected) in Engine.Store.Parameters.Zip(_reference.Parameters))
            expected.SetQuantization(new Quantization(actual.Scale.ToDoubles(), expected.Levels, expected.Quantized));
    }

    /// <summary>Levels are equal, but for the few weights so near to a boundary that float32 rounds them to the level beside.</summary>
    private void CompareQuantized(double[][] expected, string when)
    {
        int ties = 0;
        for (int parameter = 0; parameter < expected.Length; parameter++)
        {
            string where = $"{when}, {Engine.Store.Parameters[parameter].Name}";
            double[] actual = Engine.Store.Parameters[parameter].Quantized.ToDoubles();
            double unit = expected[parameter].Max(Math.Abs);
            for (int i = 0; i < actual.Length; i++)
            {
                double deviation = Math.Abs(actual[i] - expected[parameter][i]);
                bool isClose = deviation <= Math.Max(ValueTolerance, _scaleTolerance) * unit;
                bool isTie = !isClose && deviation <= 1.001 * unit / _steps;
                if (!isClose && !isTie)
                    Assert.Fail($"{_name}: {where}: q[{i}] is {actual[i]:R}, expected {expected[parameter][i]:R}.");
                ties += isTie ? 1 : 0;
            }
        }
        _ties = Math.Max(_ties, ties);
        Note("ties", _ties);
        Assert.True(ties <= _tiesAllowed, $"{_name}: {when}: {ties} weights have the level beside; {_tiesAllowed} may.");
    }

    private void Compare(string what, double tolerance, double[] expected, torch.Tensor tensor, string where)
    {
        double[] actual = tensor.ToDoubles();
        double unit = expected.Max(Math.Abs);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double deviation = Math.Abs(expected[i] - actual[i]);
            if (!(deviation <= tolerance * unit))
                Assert.Fail($"{_name}: {where}: {what}[{i}] is {actual[i]:R}, expected {expected[i]:R}.");
            worst = Math.Max(worst, deviation);
        }
        if (unit > 0)
            Note(what, worst / unit);
    }

    private void Note(string what, double deviation) => Deviations[what] = Math.Max(Deviations.GetValueOrDefault(what), deviation);
}
