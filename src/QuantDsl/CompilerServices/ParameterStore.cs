using System.ComponentModel;
using QuantDsl.Cuda;
using QuantDsl.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Memory of one model: latent weights, quantized weights, both moments, scales and running statistics, each as one flat float32 tensor.
/// Parameters are views into them, at offsets that the generator has planned.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ParameterStore : IScaleSource, IDisposable
{
    private const ulong DropoutStream = 0x44726F706F7574; // "Dropout" in ASCII
    private const int FullPrecisionBits = 32;

    private readonly Tensor _latent;
    private readonly Tensor _quantized;
    private readonly Tensor _firstMoment;
    private readonly Tensor _secondMoment;
    private readonly Tensor _scales;
    private readonly RunningStatistics _statistics;
    private readonly Tensor _spreads;
    private readonly List<Parameter> _parameters = [];
    private NativeFloats? _presentScales; // of the quantized weights, as a network on the CPU reads them
    private long _stepCount;
    private bool _isDisposed;

    /// <summary>Allocates the memory and fills it with zeros.</summary>
    /// <param name="device">The CPU or a CUDA device; null means the CPU.</param>
    /// <param name="seed">Seed for the initial weights and for dropout.</param>
    /// <param name="parameters">Size of the parameter memory in floats, including alignment gaps.</param>
    /// <param name="scales">Number of scales.</param>
    /// <param name="statistics">Number of floats of all running statistics.</param>
    /// <exception cref="CudaException">The device is a CUDA device that is not available.</exception>
    /// <exception cref="NotSupportedException">The device is neither the CPU nor CUDA.</exception>
    public ParameterStore(Device? device, long seed, int parameters, int scales, int statistics)
    {
        TorchLibrary.EnsureLoaded();
        Device = ModelDevice.Find(device);
        using IDisposable trainable = inference_mode(false); // memory made inside torch.inference_mode() could never be trained
        Seed = seed;
        Generator = new Generator((ulong)seed, CPU);
        try
        {
            _latent = zeros(parameters, device: Device);
            _quantized = zeros(parameters, device: Device);
            _firstMoment = zeros(parameters, device: Device);
            _secondMoment = zeros(parameters, device: Device);
            _scales = zeros(scales, device: Device);
            _statistics = new RunningStatistics(statistics, Device);
            using Scalar widest = TiledUpdate.WidestSpread;
            _spreads = full(scales, widest); // of the CPU's solver
        }
        catch
        {
            Dispose(); // what was allocated before
            throw;
        }
        if (Device.type != DeviceType.CPU)
            return;
        Memory = new ModelMemory
        {
            Latent = Data(_latent),
            Quantized = Data(_quantized),
            FirstMoment = Data(_firstMoment),
            SecondMoment = Data(_secondMoment),
            Scales = Data(_scales),
            ScaleSpreads = Data(_spreads),
        };
    }

    /// <summary>The device of the model's memory.</summary>
    public Device Device { get; }

    /// <summary>Seed that the model was created with.</summary>
    public long Seed { get; internal set; }

    /// <summary>
    /// Random number generator of initial weights and dropout. It is on the CPU, so that a seed gives the same numbers on all devices.
    /// </summary>
    public Generator Generator { get; }

    /// <summary>
    /// Number of steps taken; the next step is t = StepCount + 1. Setting it announces that the state of the memory was replaced.
    /// </summary>
    public long StepCount
    {
        get => _stepCount;
        set
        {
            _stepCount = value;
            StateNumber++;
            WeightsNumber++;
        }
    }

    /// <summary>Number of times that the state was replaced from outside, rather than by a step.</summary>
    internal long StateNumber { get; private set; }

    /// <summary>A number that changes with the quantized weights.</summary>
    internal long WeightsNumber { get; private set; }

    /// <summary>Announces that an update has written the quantized weights.</summary>
    internal void NoteUpdate() => WeightsNumber++;

    /// <summary>Learning rate η of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public float LearningRate
    {
        get;
        set => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is positive and finite.");
    }

    /// <summary>All parameters in the order of their memory.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Blend a that overrides the one of the recipe during a run; null if none does.</summary>
    public double? Blend { get; set; }

    /// <summary>The engine that updates the model. The constructor of the model sets it; it is disposed with this object.</summary>
    public IUpdateEngine Engine { get; set; } = null!;

    /// <summary>The model's CUDA program; also set for models on the CPU.</summary>
    internal CudaProgram? Program { get; set; }

    /// <summary>Addresses of the memory on the CPU; empty on another device.</summary>
    internal ModelMemory Memory { get; }

    /// <summary>Takes the zig-zag measures; null without <see cref="ZigZagAttribute"/>.</summary>
    internal ZigZagMeter? ZigZag { get; set; }

    /// <summary>State of the measures; stored in checkpoints besides <see cref="State"/>, but not in model files.</summary>
    internal IReadOnlyList<(string Name, Tensor Values)> Measuring => ZigZag?.State.Tensors ?? [];

    /// <summary>What a network on the CPU reads.</summary>
    public NetworkMemory NetworkMemory => new()
    {
        Owner = this,
        Quantized = Memory.Quantized,
        Scales = (_presentScales ??= new NativeFloats(_scales.numel())).Data,
        ScaleCount = (int)_scales.numel(),
        Running = Data(_statistics.Flat),
        Moved = Data(_statistics.Pending),
    };

    /// <summary>Size of the parameter memory in floats, gaps included.</summary>
    internal long ParameterFloats => _latent.numel();

    /// <summary>Where a parameter begins in the parameter memory.</summary>
    internal int OffsetOf(int parameter) => (int)_parameters[parameter].Latent.storage_offset();

    /// <summary>How many values a parameter has.</summary>
    internal int CountOf(int parameter) => (int)_parameters[parameter].Latent.numel();

    /// <summary>Quantized values of a parameter, on the CPU.</summary>
    internal ReadOnlySpan<float> QuantizedOf(int parameter) => new(Memory.Quantized + OffsetOf(parameter), CountOf(parameter));

    /// <summary>Running statistics of batch normalization.</summary>
    internal RunningStatistics Statistics => _statistics;

    /// <summary>Everything that training changes besides <see cref="StepCount"/>, with its name in checkpoints.</summary>
    internal IReadOnlyList<(string Name, Tensor Values)> State =>
    [
        ("latent", _latent),
        ("quantized", _quantized),
        ("first_moment", _firstMoment),
        ("second_moment", _secondMoment),
        ("scales", _scales),
        ("statistics", _statistics?.Flat!), // null if the constructor failed
        ("spread", _spreads),
    ];

    internal Tensor FlatLatent => _latent;

    internal Tensor FlatQuantized => _quantized;

    internal Tensor FlatFirstMoment => _firstMoment;

    internal Tensor FlatSecondMoment => _secondMoment;

    internal Tensor FlatScales => _scales;

    /// <summary>Adds a quantized parameter and draws its latent values from U(−bound, bound).</summary>
    public Parameter AddQuantized(string name, int offset, long[] shape, int bits, float bound, int scale, long[] scaleShape) =>
        Add(name, offset, shape, bits, bound, () => View(_scales, scale, scaleShape));

    /// <summary>Adds a full-precision parameter and draws its values from U(−bound, bound).</summary>
    public Parameter AddFullPrecision(string name, int offset, long[] shape, float bound) =>
        Add(name, offset, shape, bits: FullPrecisionBits, bound, () => empty(0, device: Device));

    /// <summary>Adds a full-precision parameter with all values equal at the start.</summary>
    public Parameter AddConstant(string name, int offset, long[] shape, float value)
    {
        Parameter parameter = AddFullPrecision(name, offset, shape, bound: 0);
        using Scalar scalar = value;
        parameter.Latent.fill_(scalar);
        return parameter;
    }

    /// <summary>
    /// Adds the bias of an LSTM, [4·hidden] in the gate order i, f, g, o: 1 for the forget gate f, so that cells keep their state at first,
    /// else 0.
    /// </summary>
    public Parameter AddGateBias(string name, int offset, int hidden)
    {
        Parameter parameter = AddConstant(name, offset, [4L * hidden], value: 0);
        using Tensor forget = parameter.Latent.narrow(0, hidden, hidden);
        forget.fill_(Scalars.One);
        return parameter;
    }

    /// <summary>Adds batch normalisation: γ = 1, β = 0, running mean 0 and variance 1.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="weight">Offset of γ.</param>
    /// <param name="bias">Offset of β.</param>
    /// <param name="statistics">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public BatchNormState AddBatchNorm(string name, int weight, int bias, int statistics, long channels) => _statistics.Add(
        name,
        AddConstant($"{name}.norm.weight", weight, [channels], 1f),
        AddConstant($"{name}.norm.bias", bias, [channels], 0f),
        statistics,
        channels);

    /// <summary>The kind of step that an update belongs to.</summary>
    internal TrainingPhase PhaseOf(UpdateKind kind) => kind is UpdateKind.Trial or UpdateKind.Backtrack ? TrainingPhase.Backtrack
        : _parameters.Any(parameter => parameter.Bits < FullPrecisionBits) ? TrainingPhase.Laq
        : TrainingPhase.Adam;

    /// <summary>Creates a layer from its parts.</summary>
    public static Layer Layer(string name, Parameter weight, Parameter? bias, BatchNormState? batchNorm) =>
        new(name, weight, recurrentWeight: null, bias, batchNorm);

    /// <summary>Creates a recurrent layer from its parts.</summary>
    public static Layer RecurrentLayer(
        string name, Parameter weight, Parameter recurrentWeight, Parameter bias, BatchNormState? batchNorm) =>
        new(name, weight, recurrentWeight, bias, batchNorm);

    /// <summary>
    /// Seeds <see cref="Generator"/> for the dropout masks of the next step from the model's seed and the number of the step alone, so
    /// that a resumed run draws the same masks as an uninterrupted one.
    /// </summary>
    public void SeedDropout() =>
        Generator.manual_seed(unchecked((long)SplitMix64.Mix(SplitMix64.Mix(DropoutStream, (ulong)Seed), (ulong)StepCount)));

    /// <summary>Begins a step, which updates a copy of the running statistics until it ends.</summary>
    public void BeginStep() => _statistics.Begin();

    /// <summary>Ends a step: counts it, and makes its running statistics those of the model.</summary>
    public void EndStep()
    {
        if (Engine is CudaUpdate device)
            device.CommitStatistics();
        else
            _statistics.Commit();
        _stepCount++;
    }

    /// <summary>Throws if the memory has been released.</summary>
    /// <param name="model">Name of the model's class.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void ThrowIfDisposed(string model)
    {
        if (_isDisposed)
            throw new ObjectDisposedException(model);
    }

    /// <summary>Copies everything that training changes.</summary>
    public ParameterSnapshot Snapshot() => Snapshot(StepCount);

    /// <summary>Restores a copy.</summary>
    public void Restore(ParameterSnapshot snapshot)
    {
        StepCount = snapshot.StepCount;
        foreach (((_, Tensor current), Tensor saved) in State.Zip(snapshot.Tensors))
            current.copy_(saved);
        ZigZag?.Forget();
    }

    /// <inheritdoc/>
    void IScaleSource.CopyScales(Span<float> target) => ((CpuEngine)Engine).Update.CopyScales(target);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _presentScales?.Dispose();
        Engine?.Dispose(); // null if the model's constructor failed before
        foreach (Parameter parameter in _parameters)
            parameter.Dispose();
        foreach ((_, Tensor? values) in State)
            values?.Dispose(); // null if the constructor failed
        _statistics?.Dispose();
        ZigZag?.Dispose();
        Generator.Dispose();
    }

    /// <summary>Copies everything that training changes, with the given number of steps.</summary>
    internal ParameterSnapshot Snapshot(long stepCount)
    {
        IReadOnlyList<(string Name, Tensor Values)> state = State;
        return new(stepCount, TensorList.Make(state.Count, index => state[index].Values.clone())!);
    }

    private static float* Data(Tensor tensor)
    {
        fixed (byte* data = tensor.bytes)
            return (float*)data; // native memory: it does not move
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static Tensor View(Tensor flat, int offset, long[] shape)
    {
        using Tensor slice = flat.narrow(0, offset, Count(shape));
        return slice.view(shape);
    }

    private Parameter Add(string name, int offset, long[] shape, int bits, float bound, Func<Tensor> scale)
    {
        Tensor[] flat = [_latent, _quantized, _firstMoment, _secondMoment];
        Tensor[] views = TensorList.Make(flat.Length + 1, index => index < flat.Length ? View(flat[index], offset, shape) : scale())!;
        try
        {
            if (bound > 0)
            {
                using Tensor drawn = empty(shape);
                drawn.uniform_(-bound, bound, Generator);
                views[0].copy_(drawn);
            }
            var parameter = new Parameter(
                this, name, bits, latent: views[0], quantized: views[1], scale: views[^1], firstMoment: views[2], secondMoment: views[3]);
            _parameters.Add(parameter);
            return parameter;
        }
        catch
        {
            TensorList.Release(views);
            throw;
        }
    }
}
