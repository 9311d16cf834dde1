using QuantDsl.CompilerServices;
using QuantDsl.Cuda;

namespace QuantDsl.Tests.Cuda.Launching;

/// <summary>
/// Launches the kernels of a model's update one by one, on memory that others own, where the product has them as nodes of a graph: for what
/// is tested or measured of updates alone. The device's context must be the thread's.
/// </summary>
internal sealed unsafe class UpdateLauncher : IDisposable
{
    private readonly CudaModule _module;
    private readonly CudaKernels _kernels;
    private readonly CudaScratch? _scratch;
    private readonly DeviceBuffer? _step;
    private KernelLayout.Memory _memory;

    /// <summary>Loads the code and allocates what the updates need.</summary>
    /// <param name="context">The device.</param>
    /// <param name="code">The compiled program.</param>
    /// <param name="program">The program.</param>
    /// <param name="memory">The model's own memory: weights, moments and scales.</param>
    /// <param name="gradients">For each parameter, where its gradients will be.</param>
    /// <exception cref="CudaException">The code cannot be loaded, or there is not enough memory.</exception>
    public UpdateLauncher(
        CudaContext context, byte[] code, CudaProgram program, in KernelLayout.Memory memory, ReadOnlySpan<nint> gradients)
    {
        var table = new ParameterTable(program.Parameters);
        _module = new CudaModule(context, code, program.Model);
        try
        {
            _kernels = new CudaKernels(context, _module, program, table);
            _scratch = new CudaScratch(context, program, table);
            _scratch.Gradients.Write(gradients);
            _step = new DeviceBuffer(context, sizeof(KernelLayout.Step));
            _memory = _scratch.Complete(memory, table);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The memory of measures; null: there are none.</summary>
    public CudaMeasures? Measures => _scratch!.Measures;

    /// <summary>An update. Nothing is waited for.</summary>
    /// <param name="kind">Which update.</param>
    /// <param name="step">Its numbers; not read by the initial one.</param>
    /// <param name="loss">Address of the loss that the gradients come from; 0: not to be checked.</param>
    /// <exception cref="CudaException">A launch failed.</exception>
    public void Run(UpdateKind kind, in AdamStep step, nint loss)
    {
        _step!.Write<KernelLayout.Step>([KernelLayout.Step.Of(kind, step)]);
        _memory.Loss = loss;
        if (kind is UpdateKind.Trial or UpdateKind.Backtrack)
            _memory.FirstGradient = _scratch!.FirstGradient.Address;
        if (kind != UpdateKind.Initial)
            Launch(_kernels.CheckGradients);
        Launch(_kernels.Accumulate(kind));
        if (_kernels.IsQuantized)
            Launch(_kernels.Quantize(kind));
        if (Measures is not null && kind is (UpdateKind.Laq or UpdateKind.Backtrack))
            Launch(_kernels.ConcludeMeasures);
    }

    /// <summary>
    /// Waits for the device, and takes the fault if there is one: weights, moments and scales are those before its step, and the quantized
    /// weights become so. Updates write again afterwards.
    /// </summary>
    public CudaFault? TakeFault()
    {
        CudaFault? fault = CudaFault.Of(_scratch!.Fault.Read<ulong>());
        if (fault is null)
            return null;
        if (fault.Value.Kind == UpdateKind.Backtrack)
            Launch(_kernels.Restore); // the trial's quantized weights are there
        _scratch.ClearFault();
        return fault;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose(); // waits for what was launched
        _step?.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>Some kernels take the first argument only.</summary>
    private void Launch(in KernelLaunch kernel)
    {
        KernelLayout.Memory memory = _memory;
        nint step = _step!.Address;
        void** arguments = stackalloc void*[] { &memory, &step };
        kernel.Run(arguments);
    }
}
