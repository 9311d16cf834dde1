using System.Globalization;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <content>Steps, predictions and evaluations.</content>
internal sealed unsafe partial class WholeStep
{
    /// <summary>Quantizes untrained weights.</summary>
    public void Quantize()
    {
        using (_context.Enter())
            _graphs!.Initial.Launch();
    }

    /// <summary>Launches a step. Nobody waits for it.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    /// <param name="step">Its numbers.</param>
    /// <param name="inputs">Samples, row-major; at most those of the declared batch. Somebody has checked token ids.</param>
    /// <param name="labels">Their labels, which somebody has checked, too.</param>
    /// <param name="isOfEpoch">Whether its loss counts among those of an epoch.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Launch(bool backtracks, in AdamStep step, NetworkInput inputs, NetworkLabels labels, bool isOfEpoch = false)
    {
        int samples = CountOf(inputs, labels);
        using (_context.Enter())
        {
            Write(inputs);
            Write(labels);
            _memory!.Control.Write<KernelLayout.Control>([KernelLayout.Control.Of(step, Seed, samples, isOfEpoch)]);
            (backtracks ? _graphs!.Backtrack : _graphs!.Laq).Launch();
        }
    }

    /// <summary>Launches the next step of an epoch, whose samples and numbers are on the device. Nobody waits for it.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void LaunchOfEpoch(bool backtracks)
    {
        using (_context.Enter())
            (backtracks ? _graphs!.BacktrackOfEpoch : _graphs!.LaqOfEpoch).Launch();
    }

    /// <summary>Says what the coming steps of an epoch read.</summary>
    public void Tell(in KernelLayout.Epoch epoch) => Write<KernelLayout.Epoch>(_memory!.Epoch, [epoch]);

    /// <summary>Begins a sum of losses.</summary>
    /// <param name="sum">Those of the epoch so far.</param>
    public void BeginLosses(double sum) => Write<double>(_memory!.LossSum, [sum]);

    /// <summary>Waits for the device; the losses of an epoch, added up.</summary>
    public double FetchLosses() => Fetch<double>(_memory!.LossSum);

    /// <summary>Waits for the device; the loss of the last step.</summary>
    public float FetchLoss() => Fetch<float>(_memory!.Losses);

    /// <summary>
    /// Waits for the device, and takes the fault if there is one: the model is as before the step in which a loss or a gradient was not
    /// finite, and later steps have changed nothing. Updates write again afterwards.
    /// </summary>
    public CudaFault? TakeFault()
    {
        if (CudaFault.Of(Fetch<ulong>(_memory!.Fault)) is not { } fault)
            return null;
        using (_context.Enter())
        {
            if (fault.Kind == UpdateKind.Backtrack)
            {
                KernelLayout.Memory memory = _memory.OfUpdate(_network, 0, backtracks: false);
                void* pointer = &memory;
                _kernels!.Restore.Run(&pointer); // the trial's quantized weights are there
            }
            _memory.ClearFault();
            return fault;
        }
    }

    /// <summary>Logits of samples, as many at a time as the declared batch has.</summary>
    /// <param name="inputs">A whole number of samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    public void Predict(NetworkInput inputs, Span<float> logits)
    {
        using CudaContext.Stay here = _context.Enter();
        for (int start = 0; start < logits.Length / _network.Outputs; start += _network.Batch)
        {
            int samples = Math.Min(_network.Batch, (logits.Length / _network.Outputs) - start);
            Write(inputs.Slice(start * _network.Inputs, samples * _network.Inputs));
            WriteCount(samples);
            _graphs!.Prediction.Launch();
            _memory!.Logits.Read(logits.Slice(start * _network.Outputs, samples * _network.Outputs));
        }
    }

    /// <summary>Begins an evaluation.</summary>
    /// <param name="data">What it reads, if that lies on the device, and nothing found so far.</param>
    public void BeginEvaluation(in KernelLayout.Evaluation data) => Write<KernelLayout.Evaluation>(_memory!.Evaluation, [data]);

    /// <summary>Evaluates the next minibatch of a data set on the device. Nobody waits for it.</summary>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void LaunchEvaluation()
    {
        using (_context.Enter())
            _graphs!.EvaluationOfData.Launch();
    }

    /// <summary>Evaluates samples. Nobody waits for it.</summary>
    /// <param name="inputs">Samples, row-major; at most those of the declared batch.</param>
    /// <param name="labels">Their labels.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void LaunchEvaluation(NetworkInput inputs, NetworkLabels labels)
    {
        int samples = CountOf(inputs, labels);
        using (_context.Enter())
        {
            Write(inputs);
            Write(labels);
            WriteCount(samples);
            _graphs!.Evaluation.Launch();
        }
    }

    /// <summary>Waits for the device; what an evaluation has found.</summary>
    public KernelLayout.Evaluation FetchEvaluation() => Fetch<KernelLayout.Evaluation>(_memory!.Evaluation);

    private void Write(NetworkInput inputs)
    {
        if (inputs.Tokens.IsEmpty)
            _memory!.Inputs.Write(inputs.Numbers);
        else
            _memory!.Inputs.Write(inputs.Tokens);
    }

    private void Write(NetworkLabels labels)
    {
        if (labels.Numbers.IsEmpty)
            _memory!.Labels.Write(labels.Classes);
        else
            _memory!.Labels.Write(labels.Numbers);
    }

    /// <summary>Says how many samples there are, where no step is taken.</summary>
    private void WriteCount(int samples) => _memory!.Control.Write<KernelLayout.Control>([new() { Samples = samples }]);

    private int CountOf(NetworkInput inputs, NetworkLabels labels)
    {
        int samples = labels.Length / _network.Labels;
        bool fits = labels.Length == samples * _network.Labels && inputs.Length == (long)samples * _network.Inputs;
        if (fits && samples >= 1 && samples <= _network.Batch)
            return samples;
        string ofSample = _network.Labels == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {_network.Labels} labels");
        throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"A step takes 1 to {_network.Batch} samples of {_network.Inputs} numbers{ofSample}; it got {inputs.Length} numbers and "
            + $"{labels.Length} labels."));
    }
}
