using QuantDsl.CompilerServices;
using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>The kernels of a model's update, and the grids that they are launched with.</summary>
internal sealed unsafe class CudaKernels
{
    private static readonly string[] Kinds = ["Initial", "Laq", "Trial", "Backtrack"]; // by UpdateKind

    private readonly KernelLaunch[] _accumulate = new KernelLaunch[Kinds.Length];
    private readonly KernelLaunch[] _quantize = new KernelLaunch[Kinds.Length];

    /// <summary>Looks the kernels up.</summary>
    /// <exception cref="CudaException">One is missing, or the device cannot run it.</exception>
    public CudaKernels(CudaContext context, CudaModule module, CudaProgram program, ParameterTable table)
    {
        uint tiles = (uint)table.Tiles;
        bool isCooperative = program.SharedScales > 0;
        IsQuantized = program.IsQuantized;
        if (isCooperative && !context.HasCooperativeLaunch)
        {
            throw new CudaException(
                $"{program.Model} needs a GPU whose blocks can wait for each other (cooperative launch), which those of {context.Name} "
                + $"({context.Architecture}) cannot.");
        }
        CheckGradients = new(module.Function("checkGradients"), tiles);
        if (program.IsMeasured)
            ConcludeMeasures = new(module.Function("concludeMeasures"), (uint)table.Entries.Length);
        Restore = Resident("restore", waits: false);
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            uint ends = (UpdateKind)kind is UpdateKind.Laq or UpdateKind.Backtrack ? 1u : 0; // a block that ends the step
            _accumulate[kind] = new(module.Function("accumulate" + Kinds[kind]), tiles + ends);
            if (IsQuantized)
                _quantize[kind] = Resident("quantize" + Kinds[kind], isCooperative);
        }

        // As many as there is work for, and as the device holds at the same time.
        KernelLaunch Resident(string name, bool waits)
        {
            nint kernel = module.Function(name);
            int resident;
            int result = OccupancyMaxActiveBlocksPerMultiprocessor(&resident, kernel, KernelLayout.Threads, 0);
            Check(result, "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            if (resident == 0)
                throw new CudaException($"{context.Name} ({context.Architecture}) holds no block of {name} of {program.Model}.");
            return new(kernel, (uint)Math.Min(Math.Max(table.Tiles, table.Rows), (long)resident * context.Multiprocessors), waits);
        }
    }

    /// <summary>Whether any parameter is quantized, so that updates end with a launch of the quantization.</summary>
    public bool IsQuantized { get; }

    /// <summary>Checks loss and gradients.</summary>
    public KernelLaunch CheckGradients { get; }

    /// <summary>Writes the quantized weights anew, by weights and scales.</summary>
    public KernelLaunch Restore { get; }

    /// <summary>Ends a step of a model that is measured.</summary>
    public KernelLaunch ConcludeMeasures { get; }

    /// <summary>Moves the weights; the last launch of a step also commits running statistics and counts its loss.</summary>
    public KernelLaunch Accumulate(UpdateKind kind) => _accumulate[(int)kind];

    /// <summary>Solves the scales and writes the quantized weights; not of a model in full precision.</summary>
    public KernelLaunch Quantize(UpdateKind kind) => _quantize[(int)kind];
}
