using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>The memory of whole steps on a device: the model's state, and what a pass and an update need besides.</summary>
internal sealed class StepMemory : IDisposable
{
    private const int Passes = 2; // of a backtrack step, each with a loss

    private readonly CudaContext _context;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly CudaScratch? _scratch;
    private readonly ParameterTable _table;

    /// <summary>Allocates it.</summary>
    /// <param name="context">The device, whose context is the thread's.</param>
    /// <param name="network">The network.</param>
    /// <param name="table">The model's parameters.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public StepMemory(CudaContext context, CudaNetwork network, ParameterTable table)
    {
        (_context, _table) = (context, table);
        try
        {
            _scratch = new CudaScratch(context, network.Update, table);
            Latent = Floats(network.ParameterFloats);
            Quantized = Floats(network.ParameterFloats);
            Packed = Floats(network.PackedWords);
            Packed.Write<uint>(new uint[network.PackedWords]); // behind the last term of a line nobody writes
            FirstMoment = Floats(network.ParameterFloats);
            SecondMoment = Floats(network.ParameterFloats);
            Gradients = Floats(network.ParameterFloats);
            Scales = Floats(network.Scales);
            Statistics = Floats(network.Statistics);
            Pending = Floats(network.Statistics);
            Arena = Floats(network.ArenaFloats);
            Whole = Floats(network.WholeFloats);
            Local = Floats(network.LocalFloats);
            Inputs = Floats((long)network.Batch * network.Inputs);
            Logits = Floats((long)network.Batch * network.Outputs);
            Labels = Floats((long)network.Batch * network.Labels);
            Losses = Floats(Passes);
            LossSum = Allocate(sizeof(double));
            unsafe
            {
                Control = Allocate(sizeof(KernelLayout.Control));
                Epoch = Allocate(sizeof(KernelLayout.Epoch));
                Evaluation = Allocate(sizeof(KernelLayout.Evaluation));
            }
            _scratch.Gradients.Write<nint>([.. table.Entries.Select(entry => Gradients.Address + ((nint)entry.Offset * sizeof(float)))]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DeviceBuffer Latent { get; }

    public DeviceBuffer Quantized { get; }

    public DeviceBuffer FirstMoment { get; }

    public DeviceBuffer SecondMoment { get; }

    public DeviceBuffer Scales { get; }

    public DeviceBuffer Statistics { get; }

    /// <summary>Running statistics as the present step has moved them.</summary>
    public DeviceBuffer Pending { get; }

    /// <summary>Samples: numbers, or token ids.</summary>
    public DeviceBuffer Inputs { get; }

    /// <summary>Their labels: classes, or numbers.</summary>
    public DeviceBuffer Labels { get; }

    public DeviceBuffer Logits { get; }

    /// <summary>Of a step's first pass, and of that at the weights of its trial.</summary>
    public DeviceBuffer Losses { get; }

    /// <summary>What changes from step to step.</summary>
    public DeviceBuffer Control { get; }

    /// <summary>The memory of measures; null: there are none.</summary>
    public CudaMeasures? Measures => _scratch!.Measures;

    /// <summary>Those of the quantized weights as they are: after a trial others than <see cref="Scales"/>.</summary>
    public DeviceBuffer PresentScales => _scratch!.PresentScales;

    /// <summary>What the steps of an epoch read without the host.</summary>
    public DeviceBuffer Epoch { get; }

    /// <summary>Sum of the losses of an epoch's steps.</summary>
    public DeviceBuffer LossSum { get; }

    /// <summary>What an evaluation reads and finds.</summary>
    public DeviceBuffer Evaluation { get; }

    /// <summary>Why no update writes anything.</summary>
    public DeviceBuffer Fault => _scratch!.Fault;

    /// <summary>Quantized weights as tensor cores read them.</summary>
    private DeviceBuffer Packed { get; }

    private DeviceBuffer Gradients { get; }

    private DeviceBuffer Arena { get; }

    private DeviceBuffer Whole { get; }

    private DeviceBuffer Local { get; }

    /// <summary>What the kernels of a pass get.</summary>
    /// <param name="pass">Its number in the step; only the first moves running statistics.</param>
    public KernelLayout.Network OfPass(int pass) => new()
    {
        Arena = Arena.Address,
        Whole = Whole.Address,
        Local = Local.Address,
        Weights = Quantized.Address,
        Packed = Packed.Address,
        Scales = PresentScales.Address,
        Gradients = Gradients.Address,
        Statistics = Statistics.Address,
        Pending = Pending.Address,
        Inputs = Inputs.Address,
        Tokens = Inputs.Address,
        Labels = Labels.Address,
        Numbers = Labels.Address,
        Losses = LossOf(pass),
        Logits = Logits.Address,
        Control = Control.Address,
        Evaluation = Evaluation.Address,
        MovesStatistics = pass == 0 ? 1 : 0,
    };

    /// <summary>Where a step of an epoch puts its minibatch.</summary>
    /// <param name="network">The network.</param>
    public KernelLayout.Minibatch OfMinibatch(CudaNetwork network) => new()
    {
        Inputs = Inputs.Address,
        Labels = Labels.Address,
        Control = Control.Address,
        InputLength = network.Inputs,
        LabelLength = network.Labels,
        Samples = network.Batch,
    };

    /// <summary>What the kernels of an update get.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pass">The pass that its gradients come from.</param>
    /// <param name="backtracks">Whether its step has two, so that the gradients of the first are kept.</param>
    public KernelLayout.Memory OfUpdate(CudaNetwork network, int pass, bool backtracks)
    {
        var memory = new KernelLayout.Memory
        {
            Latent = Latent.Address,
            Quantized = Quantized.Address,
            Packed = Packed.Address,
            FirstMoment = FirstMoment.Address,
            SecondMoment = SecondMoment.Address,
            Scales = Scales.Address,
            Statistics = Statistics.Address,
            PendingStatistics = Pending.Address,
            StatisticsCount = network.Statistics,
            Loss = LossOf(pass),
            Control = Control.Address,
            FirstLoss = LossOf(0),
            LossSum = LossSum.Address,
            Epoch = Epoch.Address,
        };
        memory = _scratch!.Complete(memory, _table);
        return backtracks ? memory with { FirstGradient = _scratch.FirstGradient.Address } : memory;
    }

    /// <summary>Allocates what backtrack steps need besides, unless that was done before.</summary>
    public void ReserveBacktracking() => _ = _scratch!.FirstGradient;

    /// <summary>Lets updates write again.</summary>
    public void ClearFault() => _scratch!.ClearFault();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
        _scratch?.Dispose();
    }

    private nint LossOf(int pass) => Losses.Address + (pass * sizeof(float));

    private DeviceBuffer Floats(long count) => Allocate(count * sizeof(float));

    private DeviceBuffer Allocate(long bytes)
    {
        var buffer = new DeviceBuffer(_context, bytes);
        _buffers.Add(buffer);
        return buffer;
    }
}
