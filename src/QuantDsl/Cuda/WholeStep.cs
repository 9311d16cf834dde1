using System.Globalization;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// Training steps of a model on a CUDA device, each one launch of a graph, and predictions there: the driver and NVRTC do, nothing else is
/// needed. The state is on the device; who has it on the host, too, carries it there and back.
/// </summary>
internal sealed unsafe class WholeStep : IDisposable
{
    private const int MajorOfTensorCores = 8; // Ampere's multiply bf16 numbers

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
            if (_context.Major < MajorOfTensorCores && network.OwnSource.Contains("TensorTile<", StringComparison.Ordinal))
                throw new CudaException(TooOld(network.Update.Model, _context));
            byte[] code = compile(_context, network.Update.Model, network.Source, out string what);
            var table = new ParameterTable(network.Update.Parameters, network.Packed);
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

    /// <summary>The declared batch.</summary>
    public int Batch => _network.Batch;

    /// <summary>The model's seed, from which dropout follows.</summary>
    public long Seed { get; set; }

    /// <summary>Takes weights, moments, scales, running statistics and the seed from the host.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Take(ParameterStore store)
    {
        Seed = store.Seed;
        foreach ((DeviceBuffer buffer, HostMemory values) in Pairs(store))
            Send(buffer, values.Present);
        if (_memory!.Measures is not { } measures)
            return;
        nint outer = _context.Enter();
        try
        {
            measures.Write(store.ZigZag!.Epochs);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Waits for the device, and puts them back.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Put(ParameterStore store)
    {
        foreach ((DeviceBuffer buffer, HostMemory values) in Pairs(store))
            Read(buffer, values.Span);
        if (_memory!.Measures is { } measures)
            store.ZigZag!.Take(Inside(measures.Read));
    }

    /// <summary>Begins an epoch of a model that is measured.</summary>
    public void BeginEpoch() => Inside(() =>
    {
        _memory!.Measures?.BeginEpoch();
        return 0;
    });

    /// <summary>The arrays of a model's state: on the device, and on the host.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public IReadOnlyList<(DeviceBuffer Buffer, HostMemory Values)> Pairs(ParameterStore store)
    {
        StepMemory memory = _memory!;
        var state = store.State.ToDictionary(part => part.Name, part => (HostMemory)part.Values);
        return
        [
            (memory.Latent, state["latent"]), (memory.Quantized, state["quantized"]), (memory.FirstMoment, state["first_moment"]),
            (memory.SecondMoment, state["second_moment"]), (memory.Scales, state["scales"]), (memory.Statistics, state["statistics"]),
        ];
    }

    /// <summary>
    /// Carries an array of a model's state to the device, and to what follows it there: the scales of the quantized weights as they are, the
    /// bits by which tensor cores read these, and the running statistics that a step moves, of which those of frozen layers stay.
    /// </summary>
    public void Send(DeviceBuffer buffer, ReadOnlySpan<float> values)
    {
        Write(buffer, values);
        StepMemory memory = _memory!;
        if (buffer == memory.Scales)
            Write(memory.PresentScales, values);
        else if (buffer == memory.Statistics)
            Write(memory.Pending, values);
        if (_network.Packed.Length > 0 && (buffer == memory.Quantized || buffer == memory.Scales))
            Pack(memory);
    }

    /// <summary>Fills the beginning of a memory of the device, after what was launched.</summary>
    public void Write<T>(DeviceBuffer buffer, ReadOnlySpan<T> values)
        where T : unmanaged => Write(buffer, 0, values);

    /// <summary>Fills a part of a memory of the device, after what was launched.</summary>
    public void Write<T>(DeviceBuffer buffer, long start, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        nint outer = _context.Enter();
        try
        {
            buffer.Write(start, values);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Waits for the device, and reads the beginning of a memory.</summary>
    public void Read<T>(DeviceBuffer buffer, Span<T> values)
        where T : unmanaged
    {
        nint outer = _context.Enter();
        try
        {
            buffer.Read(values);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Allocates memory on the device.</summary>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public DeviceBuffer Allocate(long bytes) => Inside(() => new DeviceBuffer(_context, bytes));

    /// <summary>Bytes that are free on the device.</summary>
    public long FreeBytes() => Inside(() =>
    {
        nuint free, total;
        CudaDriver.Check(CudaDriver.MemGetInfo(&free, &total), "cuMemGetInfo");
        return (long)free;
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
    /// <param name="isOfEpoch">Whether its loss counts among those of an epoch.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Launch(bool backtracks, in AdamStep step, NetworkInput inputs, NetworkLabels labels, bool isOfEpoch = false)
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
            memory.Control.Write<KernelLayout.Control>([KernelLayout.Control.Of(step, Seed, samples, isOfEpoch)]);
            (backtracks ? _graphs!.Backtrack : _graphs!.Laq).Launch();
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Launches the next step of an epoch, whose samples and numbers are on the device. Nobody waits for it.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void LaunchOfEpoch(bool backtracks)
    {
        nint outer = _context.Enter();
        try
        {
            (backtracks ? _graphs!.BacktrackOfEpoch : _graphs!.LaqOfEpoch).Launch();
        }
        finally
        {
            _context.Leave(outer);
        }
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
        nint outer = _context.Enter();
        try
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
        finally
        {
            _context.Leave(outer);
        }
    }

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

    /// <summary>Packs quantized weights that have come from the host; those that the device makes it packs itself.</summary>
    private void Pack(StepMemory memory)
    {
        nint outer = _context.Enter();
        try
        {
            KernelLayout.Memory arguments = memory.OfUpdate(_network, 0, backtracks: false);
            void* pointer = &arguments;
            new KernelLaunch(_module!.Function("packQuantized"), (uint)arguments.Tiles).Run(&pointer);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    private static string TooOld(string model, CudaContext device) =>
        $"The products of {model} are for tensor cores that multiply bf16 numbers, which {device.Name} ({device.Architecture}) lacks. A GPU "
        + "of compute capability 8.0 (Ampere) or newer has them. To train on the CPU leave the device out.";

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

    private T Fetch<T>(DeviceBuffer buffer)
        where T : unmanaged
    {
        nint outer = _context.Enter();
        try
        {
            return buffer.Read<T>();
        }
        finally
        {
            _context.Leave(outer);
        }
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
