using System.Globalization;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// Training steps of a model on a CUDA device, each one launch of a graph, and predictions there: the driver and NVRTC do, nothing else is
/// needed. The state is on the device; it is taken from the model's memory on the host, and put back there.
/// </summary>
internal sealed unsafe class WholeStep : IDisposable
{
    private readonly CudaNetwork _network;
    private readonly CudaContext _context;
    private readonly CudaModule? _module;
    private readonly CudaKernels? _kernels;
    private readonly StepMemory? _memory;
    private readonly StepGraphs? _graphs;

    /// <summary>Compiles the network for a device, unless that was done before, and allocates its memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="device">Number of the device.</param>
    /// <exception cref="CudaException">Something is missing, or the source does not compile.</exception>
    public WholeStep(CudaNetwork network, int device = 0)
        : this(network, device, CompiledCode.Of)
    {
    }

    /// <summary>The same with another compiler.</summary>
    internal WholeStep(CudaNetwork network, int device, Compiler compile)
    {
        _network = network;
        _context = new CudaContext(device);
        nint outer = 0;
        try
        {
            outer = _context.Enter();
            byte[] code = compile(_context, network.Update.Model, network.Source, out string what);
            var table = new ParameterTable(network.Update.Parameters);
            _module = new CudaModule(_context, code, what);
            _kernels = new CudaKernels(_context, _module, network.Update, table);
            _memory = new StepMemory(_context, network, table);
            _graphs = new StepGraphs(_context, network, _module, _kernels, _memory);
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Makes the code of a source.</summary>
    internal delegate byte[] Compiler(CudaContext context, string model, string source, out string what);

    /// <summary>Nodes of the graph of a step.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    public int Nodes(bool backtracks) => Inside(() => (backtracks ? _graphs!.Backtrack : _graphs!.Laq).Count);

    /// <summary>Takes weights, moments, scales and running statistics from the host.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Take(ParameterStore store) => Inside(() =>
    {
        foreach ((DeviceBuffer buffer, FlatMemory values) in Pairs(store))
            buffer.Write<float>(((HostMemory)values).Span);
        return 0;
    });

    /// <summary>Waits for the device, and puts them back.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Put(ParameterStore store) => Inside(() =>
    {
        foreach ((DeviceBuffer buffer, FlatMemory values) in Pairs(store))
            buffer.Read(((HostMemory)values).Span);
        return 0;
    });

    /// <summary>Quantizes untrained weights.</summary>
    public void Quantize() => Inside(() =>
    {
        _graphs!.Initial.Launch();
        return 0;
    });

    /// <summary>Launches a step. Nobody waits for it.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    /// <param name="step">Its numbers.</param>
    /// <param name="inputs">Samples, row-major; at most those of the declared batch. Somebody has checked token ids.</param>
    /// <param name="labels">Their labels, which somebody has checked, too.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Launch(bool backtracks, in AdamStep step, NetworkInput inputs, NetworkLabels labels)
    {
        int samples = CountOf(inputs, labels);
        nint outer = _context.Enter();
        try
        {
            StepMemory memory = _memory!;
            Write(inputs);
            if (labels.Numbers.IsEmpty)
                memory.Labels.Write(labels.Classes);
            else
                memory.Labels.Write(labels.Numbers);
            memory.Control.Write<KernelLayout.Control>([
                new()
                {
                    Laq = KernelLayout.Step.Of(UpdateKind.Laq, step),
                    Trial = KernelLayout.Step.Of(UpdateKind.Trial, step),
                    Backtrack = KernelLayout.Step.Of(UpdateKind.Backtrack, step),
                    Samples = samples,
                },
            ]);
            (backtracks ? _graphs!.Backtrack : _graphs!.Laq).Launch();
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Waits for the device; the loss of the last step.</summary>
    public float FetchLoss() => Inside(() => _memory!.Losses.Read<float>());

    /// <summary>
    /// Waits for the device, and takes the fault if there is one: the model is as before the step in which a loss or a gradient was not
    /// finite, and later steps have changed nothing. Updates write again afterwards.
    /// </summary>
    public CudaFault? TakeFault() => Inside(() =>
    {
        CudaFault? fault = CudaFault.Of(_memory!.Fault.Read<ulong>());
        if (fault is null)
            return fault;
        if (fault.Value.Kind == UpdateKind.Backtrack)
        {
            KernelLayout.Memory memory = _memory.OfUpdate(_network, 0, backtracks: false);
            void* pointer = &memory;
            _kernels!.Restore.Run(&pointer); // the trial's quantized weights are there
        }
        _memory.ClearFault();
        return fault;
    });

    /// <summary>Logits of samples, as many at a time as the declared batch has.</summary>
    /// <param name="inputs">A whole number of samples, row-major.</param>
    /// <param name="logits">Receives the logits, row-major.</param>
    public void Predict(NetworkInput inputs, Span<float> logits)
    {
        nint outer = _context.Enter();
        try
        {
            for (int start = 0; start < logits.Length / _network.Outputs; start += _network.Batch)
            {
                int samples = Math.Min(_network.Batch, (logits.Length / _network.Outputs) - start);
                Write(inputs.Slice(start * _network.Inputs, samples * _network.Inputs));
                _memory!.Control.Write<KernelLayout.Control>([new() { Samples = samples }]);
                _graphs!.Prediction.Launch();
                _memory.Logits.Read(logits.Slice(start * _network.Outputs, samples * _network.Outputs));
            }
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose(); // waits for what was launched
        _graphs?.Dispose();
        _memory?.Dispose();
        _context.Dispose();
    }

    private IEnumerable<(DeviceBuffer Buffer, FlatMemory Values)> Pairs(ParameterStore store)
    {
        StepMemory memory = _memory!;
        var state = store.State.ToDictionary(part => part.Name, part => part.Values);
        return
        [
            (memory.Latent, state["latent"]), (memory.Quantized, state["quantized"]), (memory.FirstMoment, state["first_moment"]),
            (memory.SecondMoment, state["second_moment"]), (memory.Scales, state["scales"]), (memory.Statistics, state["statistics"]),
        ];
    }

    private void Write(NetworkInput inputs)
    {
        if (inputs.Tokens.IsEmpty)
            _memory!.Inputs.Write(inputs.Numbers);
        else
            _memory!.Inputs.Write(inputs.Tokens);
    }

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

    private T Inside<T>(Func<T> work)
    {
        nint outer = _context.Enter();
        try
        {
            return work();
        }
        finally
        {
            _context.Leave(outer);
        }
    }
}
