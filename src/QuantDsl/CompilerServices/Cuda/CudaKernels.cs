using static QuantDsl.CompilerServices.CudaDriver;

namespace QuantDsl.CompilerServices;

/// <summary>The launches of a model's update.</summary>
internal sealed unsafe class CudaKernels
{
    private const uint Threads = 256; // of a block
    private const nint DefaultStream = 0; // libtorch's: launches and its operations run in the order of their calls

    private static readonly string[] Stages = ["Initial", "Laq", "Trial", "Backtrack"]; // by UpdateKind

    private readonly uint _tiles;
    private readonly bool _isCooperative;
    private readonly nint[] _advance = new nint[Stages.Length];
    private readonly nint[] _finish = new nint[Stages.Length];
    private readonly uint[] _finishBlocks = new uint[Stages.Length];

    /// <summary>Looks the kernels up.</summary>
    /// <exception cref="CudaException">One is missing, or the device cannot run it.</exception>
    public CudaKernels(CudaContext context, CudaModule module, CudaProgram program)
    {
        _tiles = (uint)program.Tiles;
        _isCooperative = program.IsCooperative;
        HasFinish = program.FinishBlocks > 0;
        if (HasFinish && _isCooperative && !context.HasCooperativeLaunch)
        {
            throw new CudaException(
                $"{program.Model} needs a GPU whose blocks can wait for each other (cooperative launch), which those of {context.Name} "
                + $"({context.Architecture}) cannot.");
        }
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            _advance[stage] = module.Function("advance" + Stages[stage]);
            if (!HasFinish)
                continue;
            _finish[stage] = module.Function("finish" + Stages[stage]);
            int resident;
            Check(OccupancyMaxActiveBlocksPerMultiprocessor(&resident, _finish[stage], (int)Threads, 0), "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            if (resident == 0)
                throw new CudaException($"{context.Name} ({context.Architecture}) holds no block of finish{Stages[stage]} of {program.Model}.");
            _finishBlocks[stage] = (uint)Math.Min(program.FinishBlocks, (long)resident * context.Multiprocessors);
        }
    }

    /// <summary>Whether there is a second launch.</summary>
    public bool HasFinish { get; }

    /// <summary>Launches the first kernel of a stage.</summary>
    public void Advance(UpdateKind stage, void** arguments) => Check(
        LaunchKernel(_advance[(int)stage], _tiles, 1, 1, Threads, 1, 1, 0, DefaultStream, arguments, null), "cuLaunchKernel");

    /// <summary>Launches the second kernel of a stage.</summary>
    public void Finish(UpdateKind stage, void** arguments)
    {
        if (_isCooperative)
        {
            Check(
                LaunchCooperativeKernel(_finish[(int)stage], _finishBlocks[(int)stage], 1, 1, Threads, 1, 1, 0, DefaultStream, arguments),
                "cuLaunchCooperativeKernel");
        }
        else
        {
            Check(
                LaunchKernel(_finish[(int)stage], _finishBlocks[(int)stage], 1, 1, Threads, 1, 1, 0, DefaultStream, arguments, null),
                "cuLaunchKernel");
        }
    }
}
