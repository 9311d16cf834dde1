using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// Launches the updates of one model, on memory that others own and after what libtorch was asked before. Nothing is waited for or read
/// back but the fault. The device's context must be the thread's.
/// </summary>
internal sealed unsafe class CudaLauncher : IDisposable
{
    private readonly CudaModule _module;
    private readonly CudaKernels _kernels;
    private readonly CudaScratch? _scratch;
    private readonly DeviceBuffer? _step;
    private readonly CudaArguments? _arguments;

    /// <summary>Loads the code and allocates what the updates need.</summary>
    /// <param name="context">The device.</param>
    /// <param name="code">The compiled program.</param>
    /// <param name="what">Whose it is and how it was compiled, for messages.</param>
    /// <param name="program">The program.</param>
    /// <param name="memory">The model's own memory: weights, moments and scales.</param>
    /// <exception cref="CudaException">The code cannot be loaded, or there is not enough memory.</exception>
    public CudaLauncher(CudaContext context, byte[] code, string what, CudaProgram program, KernelLayout.Memory memory)
    {
        var table = new ParameterTable(program.Parameters);
        _module = new CudaModule(context, code, what);
        try
        {
            _kernels = new CudaKernels(context, _module, program, table);
            _scratch = new CudaScratch(context, program, table);
            _step = new DeviceBuffer(context, sizeof(KernelLayout.Step));
            _arguments = new CudaArguments(_scratch.Complete(memory, table), _step.Address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether updates end with a launch of the quantization.</summary>
    public bool IsQuantized => _kernels.IsQuantized;

    /// <summary>The memory of measures; null: there are none.</summary>
    public CudaMeasures? Measures => _scratch!.Measures;

    /// <summary>Sets the address of a gradient for the next update.</summary>
    /// <returns>Whether it has changed.</returns>
    public bool SetGradient(int parameter, nint address) => _arguments!.Set(parameter, address);

    /// <summary>Tells the device the addresses of the gradients, if one has changed: one small copy, which nobody waits for.</summary>
    public void SendGradients() => _scratch!.Gradients.Write(_arguments!.Gradients);

    /// <summary>First part of an update: the check, and the launch that moves the weights.</summary>
    /// <param name="kind">Which update.</param>
    /// <param name="step">Its numbers; not read by the initial one.</param>
    /// <param name="loss">Address of the loss that the gradients come from; 0: not to be checked.</param>
    /// <exception cref="CudaException">A launch failed.</exception>
    public void Accumulate(UpdateKind kind, in AdamStep step, nint loss)
    {
        CudaArguments arguments = _arguments!;
        _step!.Write<KernelLayout.Step>([KernelLayout.Step.Of(kind, step)]);
        arguments.Memory.Loss = loss;
        if (kind is UpdateKind.Trial or UpdateKind.Backtrack)
            arguments.Memory.FirstGradient = _scratch!.FirstGradient.Address;
        if (kind != UpdateKind.Initial)
            _kernels.CheckGradients.Run(arguments.Pointers);
        _kernels.Accumulate(kind).Run(arguments.Pointers);
    }

    /// <summary>Last part of an update of quantized weights.</summary>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Quantize(UpdateKind kind)
    {
        _kernels.Quantize(kind).Run(_arguments!.Pointers);
        if (Measures is not null && kind is (UpdateKind.Laq or UpdateKind.Backtrack))
            _kernels.ConcludeMeasures.Run(_arguments.Pointers);
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
            _kernels.Restore.Run(_arguments!.Pointers); // the trial's quantized weights are there
        _scratch.ClearFault();
        return fault;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose(); // waits for what was launched
        _arguments?.Dispose();
        _step?.Dispose();
        _scratch?.Dispose();
    }
}
