using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Models;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>A generated model after some steps on drawn digits, and its baseline in TorchSharp from the same state.</summary>
internal sealed class TrainedPair : IDisposable
{
    private const int TrainingSteps = 30;

    private readonly Batches _batches;

    /// <summary>Trains a model; the baseline is Adam at 32 bits and LAQ op by op otherwise.</summary>
    public TrainedPair(Network network, int bits)
    {
        _batches = Batches.Draw(network);
        Model = TimedModels.Create(network, bits);
        for (int i = 0; i < TrainingSteps; i++)
            StepModel();
        Baseline = bits == 32 ? new AdamBaseline(network) : new OpByOpLaq(network, bits);
        Baseline.Resume(Model);
    }

    /// <summary>The generated model.</summary>
    public ITimedModel Model { get; }

    /// <summary>The same in TorchSharp.</summary>
    public IBaseline Baseline { get; }

    /// <summary>One step of the model.</summary>
    public float StepModel()
    {
        (Tensor input, Tensor labels) = _batches.Next();
        return Model.Step(input, labels);
    }

    /// <summary>One step forward and back of the model.</summary>
    public float BacktrackModel()
    {
        (Tensor input, Tensor labels) = _batches.Next();
        return Model.BacktrackStep(input, labels);
    }

    /// <summary>One step of the baseline.</summary>
    public float StepBaseline()
    {
        (Tensor input, Tensor labels) = _batches.Next();
        return Baseline.Step(input, labels);
    }

    /// <summary>Gradients at the state that both are in. The caller disposes them.</summary>
    public IReadOnlyList<Tensor> Differentiate()
    {
        (Tensor input, Tensor labels) = _batches.Next();
        Baseline.Network.Differentiate(input, labels);
        return Baseline.Network.CopyGradients();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Baseline.Dispose();
        Model.Dispose();
        _batches.Dispose();
    }
}
