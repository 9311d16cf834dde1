using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// Takes the same steps with a generated model and with the reference and compares everything after each. Nothing is re-synchronised.
/// </summary>
internal sealed class StepComparison : IDisposable
{
    private readonly StepCase _case;
    private readonly EngineModel _engine;
    private readonly ReferenceNetwork _network;
    private readonly ReferenceModel _reference;
    private readonly string _name;
    private readonly Random _random;

    public StepComparison(string name, StepCase @case, Action<ParameterStore>? attach = null)
    {
        _name = name;
        _case = @case;
        _engine = @case.Make(@case.Seed);
        attach?.Invoke(_engine.Store);
        _network = @case.Network();
        _reference = @case.MakeReference(_engine, _network);
        _random = new Random(@case.Seed);

        Assert.Equal((float)@case.LearningRate, _engine.LearningRate);
        Compare("construction");
    }

    /// <summary>The largest deviation of each quantity, relative to the largest value of its tensor.</summary>
    public SortedDictionary<string, double> Deviations { get; } = new(StringComparer.Ordinal);

    public void Run(StepRule rule, int steps)
    {
        for (int step = 1; step <= steps; step++)
        {
            bool backtrack = rule == StepRule.Backtrack || (rule == StepRule.Mixed && step % 3 == 0);
            Step(backtrack, $"step {step} ({(backtrack ? "backtrack" : "LAQ")})");
        }
    }

    /// <summary>Compares predictions, which use the running statistics.</summary>
    public void ComparePredictions()
    {
        (NdArray input, _) = Batch();
        using torch.Tensor tensor = Tensor(input);
        using torch.Tensor logits = _engine.Predict(tensor);
        Compare("logits", Tolerances.Prediction, _reference.Predict(input).Data, logits, "prediction");
    }

    public void Dispose() => _engine.Dispose();

    private void Step(bool backtrack, string when)
    {
        (NdArray input, int[] labels) = Batch();
        using torch.Tensor inputs = Tensor(input);
        long[] shape = _engine.Info.OutputLength is { } length ? [input.Batch, length] : [input.Batch];
        using torch.Tensor targets = torch.tensor(labels.Select(label => (long)label).ToArray(), shape);
        float actual = backtrack ? _engine.BacktrackStep(inputs, targets) : _engine.Step(inputs, targets);
        double expected = backtrack
            ? _reference.BacktrackStep(input, labels, _case.Blend, _case.CarryTrialMoments)
            : _reference.LaqStep(input, labels);
        Compare("loss", Tolerances.Loss, [expected], [actual], when);
        Compare(when);
    }

    private void Compare(string when)
    {
        Parameter[] actual = [.. _engine.Parameters];
        ReferenceParameter[] expected = [.. _reference.Optimizer.Parameters];
        Assert.Equal(expected.Select(p => string.Join("×", p.Shape)), actual.Select(p => string.Join("×", p.Latent.shape)));
        foreach ((Parameter a, ReferenceParameter e) in actual.Zip(expected))
        {
            string where = $"{when}, {a.Name}";
            Compare("latent", Tolerances.Latent, e.Latent, a.Latent, where);
            Compare("scale", Tolerances.Scale, e.Scales, a.Scale, where);
            Compare("quantized", e.Quantizer.IsQuantized ? Tolerances.Scale : Tolerances.Latent, e.Quantized, a.Quantized, where);
            Compare("first moment", Tolerances.Moment, e.FirstMoment, a.FirstMoment, where);
            Compare("second moment", Tolerances.Moment, e.SecondMoment, a.SecondMoment, where);
        }

        BatchNormLayer[] norms = [.. _network.Layers.Select(layer => layer is PerPositionLayer each ? each.Layer : layer).OfType<BatchNormLayer>()];
        BatchNormState[] states = [.. _engine.BatchNorms];
        Assert.Equal(norms.Length, states.Length);
        foreach ((BatchNormState a, BatchNormLayer e) in states.Zip(norms))
        {
            Compare("running mean", Tolerances.Statistics, e.RunningMean, a.RunningMean, $"{when}, {a.Weight.Name}");
            Compare("running variance", Tolerances.Statistics, e.RunningVariance, a.RunningVariance, $"{when}, {a.Weight.Name}");
        }
    }

    private void Compare(string what, double tolerance, double[] expected, torch.Tensor actual, string when) =>
        Compare(what, tolerance, expected, actual.ToDoubles(), when);

    /// <summary>Deviations are relative to the largest value of the tensor.</summary>
    private void Compare(string what, double tolerance, double[] expected, double[] actual, string when)
    {
        Assert.True(expected.Length == actual.Length, $"{_name}: {when}: {what} has {actual.Length} values, expected {expected.Length}.");
        double unit = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            double deviation = Math.Abs(expected[i] - actual[i]);
            bool close = deviation <= tolerance * unit;
            Assert.True(close, $"{_name}: {when}: {what}[{i}] is {actual[i]:R}, expected {expected[i]:R} ± {tolerance * unit:G2}.");
            if (unit == 0) continue;
            Deviations[what] = Math.Max(Deviations.GetValueOrDefault(what), deviation / unit);
        }
    }

    /// <summary>
    /// Clusters around one point for each class: smooth data with a signal, the same for both. Token ids are at random.
    /// </summary>
    private (NdArray Input, int[] Labels) Batch()
    {
        int batch = _engine.Info.Batch;
        int perSample = _engine.Info.OutputLength ?? 1;
        NdArray input = new([batch, .. _engine.Info.InputShape]);
        int[] labels = [.. Enumerable.Range(0, batch * perSample).Select(i => i % _engine.Info.Classes)];
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
