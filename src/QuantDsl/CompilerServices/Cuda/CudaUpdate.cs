using System.ComponentModel;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// One model's updates on a CUDA device: at most two launches each, on the tensors' memory and after what libtorch was asked before. Nothing is
/// waited for or read back; whether all was finite is asked by <see cref="ThrowIfDiverged(TrainingStage, long, float)"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class CudaUpdate : IUpdateEngine
{
    internal const int NoFault = int.MaxValue;

    private readonly ParameterStore _store;
    private readonly CudaContext _context;
    private readonly CudaModule? _module;
    private readonly CudaKernels _kernels;
    private readonly CudaMemory? _memory;
    private readonly CudaArguments? _arguments;
    private readonly CudaExactScales? _exact;
    private AdamStep _step;
    private UpdateKind _stage;

    private CudaUpdate(ParameterStore store, CudaProgram program)
    {
        _store = store;
        _context = new CudaContext(Math.Max(0, store.Device.index));
        try
        {
            nint outer = _context.Enter();
            try
            {
                byte[] code = Code(program, out string compiler);
                _module = new CudaModule(_context, code, $"{program.Model}, {compiler}; driver {_context.DriverVersion}");
                _kernels = new CudaKernels(_context, _module, program);
            }
            finally
            {
                _context.Leave(outer);
            }
            _memory = new CudaMemory(store, program);
            _arguments = new CudaArguments(store, _memory, program.Parameters);
            _exact = program.Exact.Count > 0 ? new CudaExactScales(store, _memory, program.Exact) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Tests run the kernels on the CPU, by a driver of their own; the model's memory is then there.</summary>
    internal static bool EmulatesOnCpu { get; set; }

    /// <summary>Where compiled code is kept.</summary>
    internal static CubinCache Cache { get; set; } = CubinCache.OfUser();

    /// <summary>Prepares the updates of a model: compiles its code for the GPU, unless that was done before.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="program">Its code.</param>
    /// <returns>Null for a model on the CPU.</returns>
    /// <exception cref="CudaException">Something is missing, or the code does not compile.</exception>
    public static CudaUpdate? For(ParameterStore store, CudaProgram program) =>
        store.Device.type == DeviceType.CUDA || EmulatesOnCpu ? new CudaUpdate(store, program) : null;

    /// <summary>Launches an update.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="step">Its numbers; not read by the initial one.</param>
    /// <param name="gradients">The gradients; not read by the initial one.</param>
    /// <exception cref="CudaException">A launch failed.</exception>
    public void Run(UpdateKind stage, in AdamStep step, in Gradients gradients)
    {
        (_stage, _step) = (stage, step);
        CudaArguments arguments = _arguments!;
        arguments.Set(step);
        if (stage != UpdateKind.Initial)
            arguments.Set(gradients);
        nint outer = _context.Enter();
        try
        {
            _kernels.Advance(stage, arguments.Pointers);
            if (!_kernels.HasFinish)
                return;
            _exact?.Find(stage, gradients);
            _kernels.Finish(stage, arguments.Pointers);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>Does nothing: the weights of the trial stay on the device.</summary>
    public void TakeBackTrial()
    {
        // Its moments took the place of the model's, too.
    }

    /// <summary>Waits for the device, and throws if a curvature was not finite in this update or one before it.</summary>
    /// <param name="plain">What a step without backtracking is called.</param>
    /// <param name="step">Number of the step at which this is asked.</param>
    /// <param name="learningRate">Its learning rate.</param>
    /// <exception cref="TrainingDivergedException">A curvature was not finite: names the first parameter.</exception>
    public void ThrowIfDiverged(TrainingStage plain, long step, float learningRate)
    {
        int parameter = TakeFault();
        if (parameter != NoFault)
            throw new TrainingDivergedException(step, StageOf(plain), _store.Parameters[parameter].Name, learningRate);
    }

    /// <summary>Throws if a loss was not finite, or a curvature. Waits for the device.</summary>
    /// <param name="loss">A loss, or a sum of them, that was fetched.</param>
    /// <exception cref="TrainingDivergedException">It is not finite, or a curvature was not.</exception>
    internal void ThrowIfDiverged(double loss)
    {
        TrainingStage plain = _kernels.HasFinish ? TrainingStage.Laq : TrainingStage.Adam;
        if (double.IsFinite(loss))
        {
            ThrowIfDiverged(plain, _step.Number, _step.LearningRate);
            return;
        }
        int number = TakeFault();
        string? parameter = number == NoFault ? null : _store.Parameters[number].Name;
        throw new TrainingDivergedException(
            _step.Number, StageOf(plain), parameter, parameter is null ? null : $"the gradient of {parameter}", _step.LearningRate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose(); // waits for what was launched
        _exact?.Dispose();
        _arguments?.Dispose();
        _memory?.Dispose();
        _context.Dispose();
    }

    private byte[] Code(CudaProgram program, out string compiler)
    {
        var nvrtc = new NvrtcCompiler();
        compiler = $"compiled by NVRTC {nvrtc.Version} for {_context.Architecture}";
        IReadOnlyList<string> options = NvrtcCompiler.Options(_context.Architecture);
        string key = CubinCache.Key(program.Source, options, nvrtc.Version, _context.DriverVersion);
        if (Cache.Find(key) is { } known)
            return known;
        byte[] code = nvrtc.Compile(program, options);
        Cache.Keep(key, code);
        return code;
    }

    /// <summary>Number of the first parameter whose curvature was not finite since this was last asked, or <see cref="NoFault"/>.</summary>
    private int TakeFault()
    {
        int parameter = _memory!.Fault.item<int>();
        if (parameter != NoFault)
            _memory.Fault.fill_(NoFault);
        return parameter;
    }

    private TrainingStage StageOf(TrainingStage plain) =>
        _stage is UpdateKind.Trial or UpdateKind.Backtrack ? TrainingStage.Backtrack : plain;

}
