using Experiments.Networks;
using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Models;
using QuantDsl.Benchmarks.Updates;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Ratios;

/// <summary>Everything that <c>--ratios</c> times, made ready: data drawn, models trained for a while, code compiled.</summary>
internal sealed class Contest : IDisposable
{
    private const int TrainingSteps = 30; // also what the tiered compiler counts to before it optimises
    private const int FewSteps = 3;

    /// <summary>Of the declared 100: the benchmark is to end within a minute or two.</summary>
    private const int VggSamples = 20;

    private const int Minibatches = 96; // a small set would soon be learnt by heart, and scales that stand still are solved at once

    private readonly Stack<IDisposable> _owned = [];
    private readonly Batches _digits;
    private readonly Batches _lenetDigits;
    private readonly ITimedModel _ternary;

    /// <summary>Prepares all contestants.</summary>
    public Contest()
    {
        _digits = Own(Batches.Draw(Network.Mlp, Minibatches));
        _lenetDigits = Own(Batches.Draw(Network.LeNet5, Minibatches));
        ITimedModel binary = Own(TimedModels.Create(Network.Mlp, bits: 1));
        _ternary = Own(TimedModels.Create(Network.Mlp, bits: 2));
        UpdatedParameters = _ternary.Store.Parameters.Sum(parameter => parameter.Latent.numel());
        ITimedModel lenet = Own(TimedModels.Create(Network.LeNet5, bits: 1));

        Step1 = Add("1-bit step", 4, () => Next(_digits, binary.Step), TrainingSteps);
        ITimedModel full = Own(TimedModels.Create(Network.Mlp, bits: 32));
        StepFull = Add("full-precision step", 4, () => Next(_digits, full.Step), TrainingSteps);
        Backtrack1 = Add("1-bit backtrack step", 3, () => Next(_digits, binary.BacktrackStep), FewSteps);
        MeasuredMlp measured = Own(new MeasuredMlp(seed: 1));
        MeasuredStep1 = Add("1-bit step with zig-zag", 4, () => Next(_digits, measured.Step), TrainingSteps);
        Step2 = Add("2-bit step", 4, StepTernary, TrainingSteps);
        OpByOp2 = Add("2-bit step op by op", 3, StepOpByOp(), FewSteps);
        AdamBaseline adam = Own(new AdamBaseline(Network.Mlp));
        Adam = Add("Adam step", 4, () => Next(_digits, adam.Step), TrainingSteps / 2);

        LeNetStep1 = Add("LeNet-5 1-bit step", 10, () => Next(_lenetDigits, lenet.Step), TrainingSteps);
        AdamBaseline lenetAdam = Own(new AdamBaseline(Network.LeNet5));
        LeNetAdam = Add("LeNet-5 Adam step", 10, () => Next(_lenetDigits, lenetAdam.Step), TrainingSteps, isFastest: true);
        LeNetRightAdam = LibtorchSpeed.IsRight
            ? LeNetAdam
            : Add("LeNet-5 Adam step, right convolutions", 5, () => Next(_lenetDigits, lenetAdam.Step), FewSteps);
        (VggStep1, VggAdam) = Vgg();
        (CharStep1, CharAdam) = CharLstm();

        ITimedModel updated = Own(TimedModels.Create(Network.Mlp, bits: 1, seed: 2));
        Update1Run = Prepare(updated, bits: 1, TrainingSteps);
        Update1 = Add("1-bit update", 5, () => Update1Run.Run(UpdateKind.Laq), FewSteps, Update1Run.Refill);
        TimedUpdate measuredRun = Prepare(Own(new MeasuredMlp(seed: 2)), bits: 1, TrainingSteps);
        MeasuredUpdate1 = Add("1-bit update with zig-zag", 5, () => measuredRun.Run(UpdateKind.Laq), FewSteps, measuredRun.Refill);
        PlainCopy copy = Own(new PlainCopy());
        CopyByTorch = Add("copy by torch", 2, copy.ByTorch, FewSteps);
        CopyBySpans = Add("copy by spans", 2, copy.BySpans, FewSteps);
    }

    /// <summary>Our step of the 1-bit perceptron.</summary>
    public Contestant Step1 { get; }

    /// <summary>Our step of the perceptron in full precision.</summary>
    public Contestant StepFull { get; }

    /// <summary>Our backtrack step of the 1-bit perceptron.</summary>
    public Contestant Backtrack1 { get; }

    /// <summary>Our step of the 1-bit perceptron that measures zig-zag.</summary>
    public Contestant MeasuredStep1 { get; }

    /// <summary>Our step of the 2-bit perceptron.</summary>
    public Contestant Step2 { get; }

    /// <summary>The same in TorchSharp, op by op.</summary>
    public Contestant OpByOp2 { get; }

    /// <summary>Passes over the parameters of each of our 2-bit updates.</summary>
    public List<double> Sweeps2 { get; } = [];

    /// <summary>A step of the perceptron in full precision, in TorchSharp.</summary>
    public Contestant Adam { get; }

    /// <summary>Our step of the 1-bit LeNet-5.</summary>
    public Contestant LeNetStep1 { get; }

    /// <summary>A step of LeNet-5 in full precision, in TorchSharp, at libtorch's fastest setting.</summary>
    public Contestant LeNetAdam { get; }

    /// <summary>The same, at the setting at which libtorch's convolutions are right.</summary>
    public Contestant LeNetRightAdam { get; }

    /// <summary>Our step of the 1-bit VGG, <see cref="VggSamples"/> samples.</summary>
    public Contestant VggStep1 { get; }

    /// <summary>A step of the VGG in full precision, in TorchSharp, at libtorch's fastest setting.</summary>
    public Contestant VggAdam { get; }

    /// <summary>Our step of the 1-bit character LSTM.</summary>
    public Contestant CharStep1 { get; }

    /// <summary>A step of the character LSTM in full precision, in TorchSharp.</summary>
    public Contestant CharAdam { get; }

    /// <summary>Our update of the 1-bit perceptron alone.</summary>
    public Contestant Update1 { get; }

    /// <summary>Our update of the 1-bit perceptron that measures zig-zag, alone.</summary>
    public Contestant MeasuredUpdate1 { get; }

    /// <summary>Copying memory by libtorch.</summary>
    public Contestant CopyByTorch { get; }

    /// <summary>Copying memory by the runtime.</summary>
    public Contestant CopyBySpans { get; }

    /// <summary>Everyone, in the order in which they take turns.</summary>
    public List<Contestant> Contestants { get; } = [];

    /// <summary>Parameters of the perceptron.</summary>
    public long UpdatedParameters { get; }

    /// <summary>What <see cref="Update1"/> runs.</summary>
    public TimedUpdate Update1Run { get; }

    /// <summary>The update of the 2-bit perceptron, from where its training is now.</summary>
    public TimedUpdate PrepareUpdate2() => Prepare(_ternary, bits: 2, trainingSteps: 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? item))
            item.Dispose();
    }

    private (Contestant Step, Contestant Adam) Vgg()
    {
        Vgg model = Own(new Vgg(seed: 1));
        AdamBaseline adam = Own(new AdamBaseline(Network.Vgg));
        Tensor inputs = Own(randn(VggSamples, 3, 32, 32)), labels = Own(randint(10, VggSamples, dtype: ScalarType.Int64));
        return (
            Add($"VGG 1-bit step, {VggSamples} samples", 1, () => model.Step(inputs, labels), FewSteps),
            Add($"VGG Adam step, {VggSamples} samples", 1, () => adam.Step(inputs, labels), FewSteps, isFastest: true));
    }

    private (Contestant Step, Contestant Adam) CharLstm()
    {
        CharLstm model = Own(new CharLstm(seed: 1));
        CharLstmBaseline adam = Own(new CharLstmBaseline());
        Tensor tokens = Own(randint(87, [100, 100], dtype: ScalarType.Int64)), labels = Own(randint(87, [100, 100], dtype: ScalarType.Int64));
        return (
            Add("character LSTM 1-bit step", 1, () => model.Step(tokens, labels), FewSteps),
            Add("character LSTM Adam step", 1, () => adam.Step(tokens, labels), FewSteps));
    }

    private Contestant Add(string name, int runs, Action run, int warmUp, Action? prepare = null, bool isFastest = false)
    {
        Progress.Write($"preparing: {name}");
        var contestant = new Contestant(name, runs, isFastest ? () => LibtorchSpeed.Fastest(run) : run, prepare);
        contestant.WarmUp(warmUp);
        Contestants.Add(contestant);
        return contestant;
    }

    private void StepTernary()
    {
        Next(_digits, _ternary.Step);
        Sweeps2.Add(_ternary.ValuesVisited / (double)UpdatedParameters);
    }

    private Action StepOpByOp()
    {
        OpByOpLaq baseline = Own(new OpByOpLaq(Network.Mlp, bits: 2));
        baseline.Resume(_ternary); // both go on from the same weights: their solvers start alike
        return () => Next(_digits, baseline.Step);
    }

    private TimedUpdate Prepare(ITimedModel model, int bits, int trainingSteps)
    {
        for (int i = 0; i < trainingSteps; i++)
            Next(_digits, model.Step);
        using var network = new OpByOpLaq(Network.Mlp, bits);
        network.Resume(model);
        Next(_digits, network.Network.Differentiate);
        return Own(new TimedUpdate(model, network.Network.CopyGradients()));
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }

    private static void Next(Batches batches, Func<Tensor, Tensor, float> step)
    {
        (Tensor input, Tensor labels) = batches.Next();
        step(input, labels);
    }
}
