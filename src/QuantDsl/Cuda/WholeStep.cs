using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// Training steps of a model on a CUDA device, each one launch of a graph, and predictions there: the driver and NVRTC do, nothing else is
/// needed. The state is on the device; who has it on the host, too, carries it there and back.
/// </summary>
internal sealed unsafe partial class WholeStep : IDisposable
{
    private const int MajorOfTensorCores = 8; // Ampere's multiply bf16 numbers

    private readonly CudaNetwork _network;
    private readonly CudaContext _context;
    private readonly CudaModule? _module;
    private readonly CudaKernels? _kernels;
    private readonly StepMemory? _memory;
    private readonly StepGraphs? _graphs;
    private readonly KernelLaunch _pack; // where tensor cores read bits that the update writes

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
        try
        {
            using CudaContext.Stay here = _context.Enter();
            if (_context.Major < MajorOfTensorCores && network.OwnSource.Contains("TensorTile<", StringComparison.Ordinal))
                throw new CudaException(TooOld(network.Update.Model, _context));
            byte[] code = compile(_context, network.Update.Model, network.Source, out string what);
            var table = new ParameterTable(network.Update.Parameters, network.Packed);
            _module = new CudaModule(_context, code, what);
            _kernels = new CudaKernels(_context, _module, network.Update, table);
            _memory = new StepMemory(_context, network, table);
            _graphs = new StepGraphs(_context, network, _module, _kernels, _memory);
            if (network.Packed.Length > 0)
                _pack = new(_module.Function("packQuantized"), (uint)table.Tiles);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Makes the code of a source.</summary>
    internal delegate byte[] Compiler(CudaContext context, string model, string source, out string what);

    /// <summary>Nodes of the graph of a step.</summary>
    /// <param name="backtracks">Whether it is a backtrack step.</param>
    public int Nodes(bool backtracks)
    {
        using (_context.Enter())
            return (backtracks ? _graphs!.Backtrack : _graphs!.Laq).Count;
    }

    /// <summary>The declared batch.</summary>
    public int Batch => _network.Batch;

    /// <summary>The model's seed, from which dropout follows.</summary>
    public long Seed { get; set; }

    /// <summary>The model's parameters.</summary>
    public IReadOnlyList<CudaParameter> Parameters => _network.Update.Parameters;

    /// <summary>Takes weights, moments, scales, running statistics, measures and the seed from the host.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Take(ParameterStore store)
    {
        Seed = store.Seed;
        foreach ((DeviceBuffer buffer, HostMemory values) in Pairs(store))
            Send(buffer, values.Present);
        if (store.ZigZag is not { } meter)
            return;
        new MirroredMeasures(this, meter).Send();
        new MirroredMeasuredStep(this, store).Send();
    }

    /// <summary>Waits for the device, and puts them back.</summary>
    /// <param name="store">A model's memory on the CPU.</param>
    public void Put(ParameterStore store)
    {
        foreach ((DeviceBuffer buffer, HostMemory values) in Pairs(store))
            Read(buffer, values.Span);
        if (store.ZigZag is not { } meter)
            return;
        new MirroredMeasures(this, meter).Fetch();
        new MirroredMeasuredStep(this, store).Fetch();
    }

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
        using (_context.Enter())
            buffer.Write(start, values);
    }

    /// <summary>Waits for the device, and reads the beginning of a memory.</summary>
    public void Read<T>(DeviceBuffer buffer, Span<T> values)
        where T : unmanaged
    {
        using (_context.Enter())
            buffer.Read(values);
    }

    /// <summary>Values that are kept of a step of a model that is measured.</summary>
    public int MeasuredValues => _memory!.Measures!.Values;

    /// <summary>Waits for the device; what was measured of each parameter.</summary>
    public KernelLayout.Measures[] ReadMeasures()
    {
        using (_context.Enter())
            return _memory!.Measures!.Read();
    }

    /// <summary>Says what was measured so far.</summary>
    public void WriteMeasures(ReadOnlySpan<KernelLayout.Measures> measures)
    {
        using (_context.Enter())
            _memory!.Measures!.Write(measures);
    }

    /// <inheritdoc cref="CudaMeasures.ReadStep"/>
    public void ReadMeasuredStep(Span<float> gradient, Span<sbyte> directions, Span<sbyte> levels)
    {
        using (_context.Enter())
            _memory!.Measures!.ReadStep(gradient, directions, levels);
    }

    /// <inheritdoc cref="CudaMeasures.WriteStep"/>
    public void WriteMeasuredStep(ReadOnlySpan<float> gradient, ReadOnlySpan<sbyte> directions, ReadOnlySpan<sbyte> levels)
    {
        using (_context.Enter())
            _memory!.Measures!.WriteStep(gradient, directions, levels);
    }

    /// <summary>Allocates memory on the device.</summary>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public DeviceBuffer Allocate(long bytes)
    {
        using (_context.Enter())
            return new DeviceBuffer(_context, bytes);
    }

    /// <summary>Allocates what backtrack steps need besides, unless that was done before.</summary>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public void ReserveBacktracking()
    {
        using (_context.Enter())
            _memory!.ReserveBacktracking();
    }

    /// <summary>Bytes that are free on the device.</summary>
    public long FreeBytes()
    {
        using (_context.Enter())
        {
            nuint free, total;
            CudaDriver.Check(CudaDriver.MemGetInfo(&free, &total), "cuMemGetInfo");
            return (long)free;
        }
    }

    /// <summary>Waits for what was launched, and releases all: graphs before the code of their nodes.</summary>
    public void Dispose()
    {
        _graphs?.Dispose();
        _module?.Dispose();
        _memory?.Dispose();
        _context.Dispose();
    }

    /// <summary>Packs quantized weights that have come from the host; those that the device makes it packs itself.</summary>
    private void Pack(StepMemory memory)
    {
        using CudaContext.Stay here = _context.Enter();
        KernelLayout.Memory arguments = memory.OfUpdate(_network, 0, backtracks: false);
        void* pointer = &arguments;
        _pack.Run(&pointer);
    }

    private static string TooOld(string model, CudaContext device) =>
        $"The products of {model} are for tensor cores that multiply bf16 numbers, which {device.Name} ({device.Architecture}) lacks. A GPU "
        + "of compute capability 8.0 (Ampere) or newer has them. To train on the CPU leave the device out.";

    private T Fetch<T>(DeviceBuffer buffer)
        where T : unmanaged
    {
        using (_context.Enter())
            return buffer.Read<T>();
    }
}
