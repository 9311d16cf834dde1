using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The memory of measures (<see cref="ZigZagAttribute"/>) on a device: what is kept of the previous step, and what was measured.
/// </summary>
internal sealed unsafe class CudaMeasures : IDisposable
{
    private readonly CudaContext _context;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly DeviceBuffer _priorGradient;
    private readonly DeviceBuffer _directions;
    private readonly DeviceBuffer _levels;
    private readonly DeviceBuffer _found;
    private readonly DeviceBuffer _flips;
    private readonly DeviceBuffer _measures;
    private readonly int _parameters;

    /// <summary>Allocates it.</summary>
    /// <param name="context">The device, whose context is the thread's.</param>
    /// <param name="floats">Size of the parameter memory.</param>
    /// <param name="table">The model's parameters.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public CudaMeasures(CudaContext context, long floats, ParameterTable table)
    {
        (_context, _parameters) = (context, table.Entries.Length);
        try
        {
            _priorGradient = Allocate(floats * sizeof(float));
            _directions = Allocate(floats);
            _levels = Allocate(floats);
            _found = Allocate(table.Tiles * (long)sizeof(KernelLayout.Found));
            _flips = Allocate(_parameters * (long)sizeof(uint));
            _measures = Allocate(_parameters * (long)sizeof(KernelLayout.Measures));
            Write(new ZigZagEpoch[_parameters]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What was measured of each parameter; waits for the device.</summary>
    public KernelLayout.Measures[] Read()
    {
        var measures = new KernelLayout.Measures[_parameters];
        _measures.Read<KernelLayout.Measures>(measures);
        return measures;
    }

    /// <summary>Says what was measured in the epoch so far, and that there was no step before the next.</summary>
    /// <param name="epochs">Of each parameter.</param>
    public void Write(ReadOnlySpan<ZigZagEpoch> epochs)
    {
        var measures = new KernelLayout.Measures[_parameters];
        for (int number = 0; number < _parameters; number++)
            measures[number] = new KernelLayout.Measures { Step = -1, Epoch = epochs[number] };
        _measures.Write<KernelLayout.Measures>(measures);
    }

    /// <summary>Begins an epoch; the last step remains the one before the next.</summary>
    public void BeginEpoch()
    {
        KernelLayout.Measures[] measures = Read();
        for (int number = 0; number < _parameters; number++)
            measures[number].Epoch = default;
        _measures.Write<KernelLayout.Measures>(measures);
    }

    /// <summary>A model's memory together with what is here.</summary>
    public KernelLayout.Memory Complete(in KernelLayout.Memory memory) => memory with
    {
        PriorGradient = _priorGradient.Address,
        Directions = _directions.Address,
        Levels = _levels.Address,
        Found = _found.Address,
        Flips = _flips.Address,
        Measures = _measures.Address,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }

    private DeviceBuffer Allocate(long bytes)
    {
        var buffer = new DeviceBuffer(_context, bytes);
        _buffers.Add(buffer);
        return buffer;
    }
}
