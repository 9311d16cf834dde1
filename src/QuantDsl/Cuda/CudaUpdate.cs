using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Cuda;

/// <summary>
/// The updates of one model on a CUDA device. A step is all or nothing here, too: once a loss or a gradient is NaN or infinite, no update
/// writes anything until that is reported by <see cref="ThrowIfDiverged"/>, when a loss is fetched.
/// </summary>
internal sealed unsafe class CudaUpdate : IUpdateEngine
{
    private readonly ParameterStore _store;
    private readonly CudaContext _context;
    private readonly CudaLauncher? _launcher;
    private AdamStep _step;
    private UpdateKind _kind;
    private torch.Tensor? _loss;

    /// <summary>Prepares the updates of a model: compiles its code for the GPU, unless that was done before.</summary>
    /// <param name="store">Memory of the model, on the device.</param>
    /// <param name="program">Its code.</param>
    /// <exception cref="CudaException">Something is missing, or the code does not compile.</exception>
    public CudaUpdate(ParameterStore store, CudaProgram program)
    {
        _store = store;
        _context = new CudaContext(Math.Max(0, store.Device.index));
        try
        {
            nint outer = _context.Enter();
            try
            {
                byte[] code = CompiledCode.Of(_context, program.Model, program.Source, out string what);
                var memory = new KernelLayout.Memory
                {
                    Latent = TensorMemory.Of(store.FlatLatent),
                    Quantized = TensorMemory.Of(store.FlatQuantized),
                    FirstMoment = TensorMemory.Of(store.FlatFirstMoment),
                    SecondMoment = TensorMemory.Of(store.FlatSecondMoment),
                    Scales = TensorMemory.Of(store.FlatScales),
                    Statistics = TensorMemory.Of(store.Statistics.Flat.Tensor),
                    PendingStatistics = TensorMemory.Of(store.Statistics.Pending.Tensor),
                    StatisticsCount = store.Statistics.Flat.Count,
                };
                _launcher = new CudaLauncher(_context, code, what, program, memory);
            }
            finally
            {
                _context.Leave(outer);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CudaException">A launch failed.</exception>
    public void Run(UpdateKind kind, in AdamStep step, in Gradients gradients)
    {
        (_kind, _step) = (kind, step);
        CudaLauncher launcher = _launcher!;
        nint outer = _context.Enter();
        try
        {
            if (kind != UpdateKind.Initial)
                Send(launcher, gradients);
            launcher.Accumulate(kind, step, _loss is null ? 0 : TensorMemory.Of(_loss));
            ForgetLoss(); // it is of this update only
            if (launcher.IsQuantized)
                launcher.Quantize(kind);
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>The kernels quantize all parameters, so the quantized weights and scales of the others are put back.</summary>
    /// <inheritdoc/>
    public void Requantize(int parameter)
    {
        using torch.Tensor quantized = _store.FlatQuantized.clone();
        using torch.Tensor scales = _store.FlatScales.clone();
        Run(UpdateKind.Initial, default, default);
        foreach (StoredParameter other in _store.Stored.Where(other => other.Index != parameter))
        {
            PutBack(quantized, other.QuantizedMemory);
            PutBack(scales, other.ScaleMemory);
        }

        static void PutBack(torch.Tensor from, MemoryPart part)
        {
            using torch.Tensor slice = from.narrow(0, part.Offset, part.Count);
            using torch.Tensor shaped = slice.view([.. part.Shape]);
            part.Tensor.copy_(shaped);
        }
    }

    /// <summary>
    /// Forgets the loss of an update that will not come. If a loss or a gradient was not finite, the kernels write nothing; another
    /// failure, such as a lost device, is not undone.
    /// </summary>
    public void TakeBackTrial() => ForgetLoss();

    /// <summary>Has the next update check a loss.</summary>
    /// <param name="loss">A scalar on the device; remains the caller's.</param>
    public void Watch(torch.Tensor loss)
    {
        ForgetLoss();
        _loss = loss.alias();
    }

    /// <summary>Ends a step: the running statistics are those that its forward pass moved, unless the device has noted a fault.</summary>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void CommitStatistics()
    {
        if (_store.Statistics.IsEmpty)
            return;
        nint outer = _context.Enter();
        try
        {
            _launcher!.CommitStatistics();
        }
        finally
        {
            _context.Leave(outer);
        }
    }

    /// <summary>
    /// Waits for the device, and throws if a loss or a gradient was NaN or infinite. The model is then as it was before the step in which
    /// it was, and later steps have changed nothing.
    /// </summary>
    /// <param name="loss">A loss, or a sum of them, that was fetched.</param>
    /// <exception cref="TrainingDivergedException">Names the step, and the first parameter if it is a gradient.</exception>
    public void ThrowIfDiverged(double loss)
    {
        if (TakeFault() is not { } fault)
        {
            if (double.IsFinite(loss))
                return;
            throw new TrainingDivergedException(_step.Number, _store.PhaseOf(_kind), layer: null, _step.LearningRate);
        }
        throw CudaDivergence.Of(_store, fault, _step.LearningRate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetLoss();
        _launcher?.Dispose();
        _context.Dispose();
    }

    private static void Send(CudaLauncher launcher, in Gradients gradients)
    {
        bool hasChanged = false;
        for (int parameter = 0; parameter < gradients.Count; parameter++)
            hasChanged |= launcher.SetGradient(parameter, gradients.Aligned(parameter));
        if (hasChanged)
            launcher.SendGradients();
    }

    private void ForgetLoss()
    {
        _loss?.Dispose();
        _loss = null;
    }

    private CudaFault? TakeFault()
    {
        nint outer = _context.Enter();
        try
        {
            return _launcher!.TakeFault();
        }
        finally
        {
            _context.Leave(outer);
        }
    }
}
