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
        (_context, _parameters, Values) = (context, table.Entries.Length, checked((int)floats));
        try
        {
            _priorGradient = Allocate(floats * sizeof(float));
            _directions = Allocate(floats);
            _levels = Allocate(floats);
            _found = Allocate(table.Tiles * (long)sizeof(KernelLayout.Found));
            _flips = Allocate(_parameters * (long)sizeof(uint));
            _measures = Allocate(_parameters * (long)sizeof(KernelLayout.Measures));
            var none = new KernelLayout.Measures[_parameters];
            Array.Fill(none, new KernelLayout.Measures { Step = ZigZagState.None, LevelFlips = double.NaN });
            Write(none);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many values it has of the step before.</summary>
    public int Values { get; }

    /// <summary>What was measured of each parameter; waits for the device.</summary>
    public KernelLayout.Measures[] Read()
    {
        var measures = new KernelLayout.Measures[_parameters];
        _measures.Read<KernelLayout.Measures>(measures);
        return measures;
    }

    /// <summary>Says what was measured so far.</summary>
    /// <param name="measures">Of each parameter.</param>
    public void Write(ReadOnlySpan<KernelLayout.Measures> measures) => _measures.Write(measures);

    /// <summary>What is kept of the step before; waits for the device.</summary>
    /// <param name="gradient">Receives its gradient.</param>
    /// <param name="directions">Receives the signs of its update.</param>
    /// <param name="levels">Receives the levels after it; empty: they are not wanted.</param>
    public void ReadStep(Span<float> gradient, Span<sbyte> directions, Span<sbyte> levels)
    {
        _priorGradient.Read(gradient);
        _directions.Read(directions);
        _levels.Read(levels);
    }

    /// <summary>Says what there was in the step before.</summary>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="directions">The signs of its update.</param>
    /// <param name="levels">The levels after it; empty: nobody wants them.</param>
    public void WriteStep(ReadOnlySpan<float> gradient, ReadOnlySpan<sbyte> directions, ReadOnlySpan<sbyte> levels)
    {
        _priorGradient.Write(gradient);
        _directions.Write(directions);
        _levels.Write(levels);
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
