using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>What an update needs on the device besides the model's own memory.</summary>
internal sealed class CudaScratch : IDisposable
{
    private const int Iterations = 3; // sums of the first launch, of even and of odd iterations
    private const int MostSides = 2;
    private const int PairBytes = 2 * sizeof(float);

    private readonly CudaContext _context;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly long _floats;
    private DeviceBuffer? _firstGradient;

    /// <summary>Allocates it.</summary>
    /// <param name="context">Where to, and the thread's current one.</param>
    /// <param name="program">The model's update.</param>
    /// <param name="table">Its parameters.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public CudaScratch(CudaContext context, CudaProgram program, ParameterTable table)
    {
        _context = context;
        _floats = table.Entries.Max(entry => entry.Offset + (long)entry.Count);
        try
        {
            Sums = Allocate(Iterations * (long)table.Tiles * KernelLayout.SumsPerTile * sizeof(double));
            PresentScales = Allocate(table.Scales * (long)sizeof(float));
            Fault = Allocate(sizeof(ulong));
            Arrived = Allocate(sizeof(uint));
            Pairs = Allocate(2 * (long)table.Pairs * PairBytes);
            Digits = Allocate(table.Pairs == 0 ? 0 : MostSides * (long)table.Tiles * KernelLayout.Digits * sizeof(int));
            Gradients = Allocate(table.Entries.Length * (long)nint.Size);
            unsafe
            {
                Parameters = Allocate(table.Entries.Length * (long)sizeof(KernelLayout.Parameter));
            }
            Parameters.Write<KernelLayout.Parameter>(table.Entries);
            if (program.IsMeasured)
                Measures = new CudaMeasures(context, _floats, table);
            ClearFault();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Sums of the tiles.</summary>
    public DeviceBuffer Sums { get; }

    /// <summary>The scales of the quantized weights as they are, those of a trial included.</summary>
    public DeviceBuffer PresentScales { get; }

    /// <summary>Why no update writes anything, or <see cref="KernelLayout.NoFault"/>.</summary>
    public DeviceBuffer Fault { get; }

    /// <summary>Blocks that wait at a barrier.</summary>
    public DeviceBuffer Arrived { get; }

    /// <summary>Weights that are sorted, twice.</summary>
    public DeviceBuffer Pairs { get; }

    /// <summary>How many of the weights of each tile have each digit.</summary>
    public DeviceBuffer Digits { get; }

    /// <summary>Addresses of the gradients.</summary>
    public DeviceBuffer Gradients { get; }

    /// <summary>The parameters' table.</summary>
    public DeviceBuffer Parameters { get; }

    /// <summary>The memory of a model that is measured; null: it is not.</summary>
    public CudaMeasures? Measures { get; }

    /// <summary>
    /// Gradients at the quantized weights in a backtrack step, flat like the weights. Models that never backtrack have no such memory.
    /// </summary>
    public DeviceBuffer FirstGradient => _firstGradient ??= Allocate(_floats * sizeof(float));

    /// <summary>A model's memory together with what is here, as kernels get it.</summary>
    /// <param name="memory">The model's own.</param>
    /// <param name="table">The model's parameters.</param>
    public KernelLayout.Memory Complete(in KernelLayout.Memory memory, ParameterTable table)
    {
        KernelLayout.Memory complete = memory with
        {
            PresentScales = PresentScales.Address,
            Pairs = Pairs.Address,
            Digits = Digits.Address,
            Sums = Sums.Address,
            Fault = Fault.Address,
            Arrived = Arrived.Address,
            Gradients = Gradients.Address,
            Parameters = Parameters.Address,
            ParameterCount = table.Entries.Length,
            Tiles = table.Tiles,
            Rows = table.Rows,
            PairCount = table.Pairs,
        };
        return Measures?.Complete(complete) ?? complete;
    }

    /// <summary>Lets updates write again.</summary>
    public void ClearFault() => Fault.Write<ulong>([KernelLayout.NoFault]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
        Measures?.Dispose();
    }

    private DeviceBuffer Allocate(long bytes)
    {
        var buffer = new DeviceBuffer(_context, bytes);
        _buffers.Add(buffer);
        return buffer;
    }
}
