using QuantDsl.CompilerServices;
using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>The kernels of a model, and the grids that they are launched with.</summary>
internal sealed unsafe class CudaKernels
{
    private static readonly string[] Kinds = ["Initial", "Laq", "Trial", "Backtrack"]; // by UpdateKind

    private readonly uint _tiles;
    private readonly bool _isCooperative;
    private readonly nint _check;
    private readonly nint _restore;
    private readonly nint _commit;
    private readonly uint _restoreBlocks;
    private readonly nint[] _accumulate = new nint[Kinds.Length];
    private readonly nint[] _quantize = new nint[Kinds.Length];
    private readonly uint[] _quantizeBlocks = new uint[Kinds.Length];

    /// <summary>Looks the kernels up.</summary>
    /// <exception cref="CudaException">One is missing, or the device cannot run it.</exception>
    public CudaKernels(CudaContext context, CudaModule module, CudaProgram program, ParameterTable table)
    {
        _tiles = (uint)table.Tiles;
        _isCooperative = program.SharedScales > 0;
        IsQuantized = program.IsQuantized;
        if (_isCooperative && !context.HasCooperativeLaunch)
        {
            throw new CudaException(
                $"{program.Model} needs a GPU whose blocks can wait for each other (cooperative launch), which those of {context.Name} "
                + $"({context.Architecture}) cannot.");
        }
        _check = module.Function("checkGradients");
        _commit = module.Function("commitStatistics");
        _restore = module.Function("restore");
        _restoreBlocks = BlocksOf(_restore, "restore");
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            _accumulate[kind] = module.Function("accumulate" + Kinds[kind]);
            if (!IsQuantized)
                continue;
            string name = "quantize" + Kinds[kind];
            _quantize[kind] = module.Function(name);
            _quantizeBlocks[kind] = BlocksOf(_quantize[kind], name);
        }

        // As many as there is work for, and as the device holds at the same time.
        uint BlocksOf(nint kernel, string name)
        {
            int resident;
            int result = OccupancyMaxActiveBlocksPerMultiprocessor(&resident, kernel, KernelLayout.Threads, 0);
            Check(result, "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            if (resident == 0)
                throw new CudaException($"{context.Name} ({context.Architecture}) holds no block of {name} of {program.Model}.");
            return (uint)Math.Min(Math.Max(table.Tiles, table.Rows), (long)resident * context.Multiprocessors);
        }
    }

    /// <summary>Whether any parameter is quantized, so that updates end with a launch of the quantization.</summary>
    public bool IsQuantized { get; }

    /// <summary>Launches the check of loss and gradients.</summary>
    public void CheckGradients(void** arguments) => Launch(_check, _tiles, arguments);

    /// <summary>Launches the kernel that moves the weights.</summary>
    public void Accumulate(UpdateKind kind, void** arguments) => Launch(_accumulate[(int)kind], _tiles, arguments);

    /// <summary>Launches the kernel that solves the scales and writes the quantized weights.</summary>
    public void Quantize(UpdateKind kind, void** arguments)
    {
        nint kernel = _quantize[(int)kind];
        uint blocks = _quantizeBlocks[(int)kind];
        if (_isCooperative)
        {
            Check(
                LaunchCooperativeKernel(kernel, blocks, 1, 1, KernelLayout.Threads, 1, 1, 0, DefaultStream, arguments),
                "cuLaunchCooperativeKernel");
        }
        else
        {
            Launch(kernel, blocks, arguments);
        }
    }

    /// <summary>Launches the kernel that writes the quantized weights anew, by weights and scales.</summary>
    public void Restore(void** arguments) => Launch(_restore, _restoreBlocks, arguments);

    /// <summary>Launches the kernel that ends a step.</summary>
    public void CommitStatistics(void** arguments) => Launch(_commit, 1, arguments);

    private static void Launch(nint kernel, uint blocks, void** arguments) =>
        Check(LaunchKernel(kernel, blocks, 1, 1, KernelLayout.Threads, 1, 1, 0, DefaultStream, arguments, null), "cuLaunchKernel");
}
