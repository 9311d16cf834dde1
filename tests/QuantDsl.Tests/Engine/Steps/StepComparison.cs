using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// Takes steps with a generated model and compares each with the reference's from the same state: what rounding has decided in one step is
/// where both begin the next.
/// </summary>
internal sealed class StepComparison : IDisposable
{
    /// <summary>None is picked: the comparison knows what float32 may decide otherwise.</summary>
    public static readonly int[] Seeds = [1, 2, 3];

    private readonly StepCase _case;
    private readonly EngineModel _engine;
    private readonly ReferenceNetwork _network;
    private readonly ReferenceModel _reference;
    private readonly string _name;
    private readonly Random _random;
    private EngineState _state;
    private int _number;

    public StepComparison(string name, StepCase @case, int seed = 1, Action<ParameterStore>? attach = null)
    {
        _name = $"{name}, seed {seed}";
        _case = @case;
        _engine = @case.Make(seed);
        attach?.Invoke(_engine.Store);
        _network = @case.Network();
        _reference = @case.MakeReference(_engine, _network);
        _random = new Random(seed);
        _state = EngineState.Of(_engine);

        Assert.Equal((float)@case.LearningRate, _engine.LearningRate);
        CompareConstruction();
    }

    /// <summary>The largest deviation of each quantity, in tolerances.</summary>
    public SortedDictionary<string, double> Deviations { get; } = new(StringComparer.Ordinal);

    /// <summary>Weights and scales that agreed only because of ties, over all steps.</summary>
    public int Ties { get; private set; }

    /// <summary>Steps that agreed only after another way to decide ties or kinks had been tried.</summary>
    public int Retried { get; private set; }

    public void Run(StepRule rule, int steps)
    {
        for (int step = 1; step <= steps; step++)
            Step(backtracks: rule == StepRule.Backtrack || (rule == StepRule.Mixed && step % 3 == 0));
    }

    /// <summary>Compares predictions, which use the running statistics.</summary>
    public void ComparePredictions()
    {
        (NdArray input, _) = Batch();
        using torch.Tensor tensor = Tensor(input);
        using torch.Tensor logits = _engine.Predict(tensor);
        foreach ((ReferenceParameter parameter, float[] quantized) in _reference.Optimizer.Parameters.Zip(_state.Quantized))
            parameter.SetQuantization(new Quantization(parameter.Scales, parameter.Levels, [.. quantized.Select(x => (double)x)]));
        int i = 0;
        foreach (BatchNormLayer norm in StepCheck.BatchNorms(_network))
        {
            _state.RunningMean[i].CopyTo(norm.RunningMean, 0);
            _state.RunningVariance[i++].CopyTo(norm.RunningVariance, 0);
        }

        Agreement agreement = new();
        double[] expected = _reference.Predict(input).Data;
        double error = Tolerances.Prediction * expected.Max(Math.Abs);
        for (int pass = 0; pass < _case.NoisyPasses; pass++)
        {
            double[] noisy = new RoundingNoise(_network, _case.Loss, pass).Run(() => _reference.Predict(input).Data);
            error = Math.Max(error, Tolerances.TimesNoise * expected.Zip(noisy, (x, y) => Math.Abs(x - y)).Max());
        }

        agreement.Compare("logits", "prediction", new Uncertain(expected, [.. expected.Select(_ => error)]), logits.ToDoubles());
        Take(agreement, "end");
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>The weights are quantized with uniform D and no scale to start from; everything else is as new.</summary>
    private void CompareConstruction()
    {
        ReferenceParameter[] expected = [.. _reference.Optimizer.Parameters];
        Assert.Equal(expected.Select(p => string.Join("×", p.Shape)), _engine.Parameters.Select(p => string.Join("×", p.Latent.shape)));
        Agreement agreement = new();
        for (int i = 0; i < expected.Length; i++)
        {
            agreement.Compare("latent", $"parameter {i}", Uncertain.Exact(expected[i].Latent), _state.Latent[i]);
            agreement.Compare(
                "first moment", $"parameter {i}", Uncertain.Exact(new double[expected[i].Latent.Length]), _state.FirstMoment[i]);
            agreement.Compare(
                "second moment", $"parameter {i}", Uncertain.Exact(new double[expected[i].Latent.Length]), _state.SecondMoment[i]);
        }

        BatchNormLayer[] norms = [.. StepCheck.BatchNorms(_network)];
        Assert.Equal(norms.Length, _state.RunningMean.Length);
        for (int i = 0; i < norms.Length; i++)
        {
            agreement.Compare("running mean", $"batch norm {i}", Uncertain.Exact(norms[i].RunningMean), _state.RunningMean[i]);
            agreement.Compare("running variance", $"batch norm {i}", Uncertain.Exact(norms[i].RunningVariance), _state.RunningVariance[i]);
        }

        EngineState nothing = _state with { Scales = [.. _state.Scales.Select(scales => new float[scales.Length])] };
        StepCheck check = new(_case, _reference, _network, 0, nothing);
        check.CompareQuantized(agreement, _state, [.. _state.Latent.Select(w => Uncertain.Exact([.. w.Select(_ => 1.0)]))]);
        Ties += check.Ties;
        Take(agreement, "construction");
    }

    private void Step(bool backtracks)
    {
        string when = $"step {++_number} ({(backtracks ? "backtrack" : "LAQ")})";
        (NdArray input, int[] labels) = Batch();
        foreach (DropoutLayer dropout in _network.Layers.OfType<DropoutLayer>())
            (dropout.Seed, dropout.Step) = (_engine.Store.Seed, _number - 1);
        using torch.Tensor inputs = Tensor(input);
        long[] shape = _engine.Info.OutputLength is { } length ? [input.Batch, length] : [input.Batch];
        using torch.Tensor targets = _engine.Info.Labels == LabelKind.Classes
            ? torch.tensor(labels.Select(label => (long)label).ToArray(), shape)
            : Batches.NumbersOf(_engine.Info, labels);
        float loss = backtracks ? _engine.BacktrackStep(inputs, targets) : _engine.Step(inputs, targets);
        var after = EngineState.Of(_engine);
        StepCheck check = new(_case, _reference, _network, _number, _state);
        Agreement agreement = check.Compare(backtracks, _reference.OnBatch(input, labels), loss, after);
        Take(agreement, check.Paths == 1 ? when : $"{when}, and in {check.Paths} ways to decide ties");
        Ties += check.Ties;
        Retried += check.Paths > 1 ? 1 : 0;
        _state = after;
    }

    private void Take(Agreement agreement, string when)
    {
        Assert.True(agreement.Problem is null, $"{_name}: {when}: {agreement.Problem}.");
        foreach ((string what, double used) in agreement.Used)
            Deviations[what] = Math.Max(Deviations.GetValueOrDefault(what), used);
    }

    /// <summary>
    /// Clusters around one point for each class: smooth data with a signal, the same for both. Token ids are at random.
    /// </summary>
    private (NdArray Input, int[] Labels) Batch()
    {
        int batch = _case.SmallestBatch is { } smallest && _random.Next(2) == 0
            ? _random.Next(smallest, _engine.Info.Batch + 1)
            : _engine.Info.Batch;
        int perSample = _engine.Info.OutputLength ?? 1;
        NdArray input = new([batch, .. _engine.Info.InputShape]);
        int[] labels = [.. Enumerable.Range(0, batch * perSample).Select(i => i % Math.Max(2, _engine.Info.Classes))];
        for (int i = 0; i < input.Data.Length; i++)
        {
            if (_engine.Info.Vocabulary is { } vocabulary)
            {
                input.Data[i] = _random.Next(vocabulary);
                continue;
            }

            int label = labels[i * (long)labels.Length / input.Data.Length];
            input.Data[i] = (float)(Math.Sin(1 + (i % input.Features * (label + 1))) + (1.5 * ((2 * _random.NextDouble()) - 1)));
        }

        return (input, labels);
    }

    /// <summary>
    /// In memory of libtorch's, like minibatches of a data set: products round by where their input lies, and an array lies anywhere.
    /// </summary>
    private torch.Tensor Tensor(NdArray array)
    {
        long[] shape = [.. array.Shape.Select(x => (long)x)];
        using torch.Tensor wrapped = _engine.Info.Vocabulary is null
            ? torch.tensor(array.Data.Select(x => (float)x).ToArray(), shape)
            : torch.tensor(array.Data.Select(x => (long)x).ToArray(), shape);
        return wrapped.clone();
    }
}
