using System.ComponentModel;
using QuantDsl.Cuda;
using QuantDsl.Data;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// State of one model: latent weights, quantized weights, both moments, scales and running statistics, each in one flat float32 array.
/// Parameters are views into them, at offsets that the generator has planned. On the CPU it is plain memory: libtorch is loaded only when
/// somebody asks for a tensor.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ParameterStore : IScaleSource, IDisposable
{
    private const ulong DropoutStream = 0x44726F706F7574; // "Dropout" in ASCII
    private const int FullPrecisionBits = 32;

    private readonly ParameterMemory _memory;
    private readonly ParameterList _parameters;
    private NativeFloats? _presentScales; // of the quantized weights, as a network on the CPU reads them
    private Generator? _generator;
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
        Device = ModelDevice.Find(device);
        Seed = seed;
        _memory = new ParameterMemory(Device, parameters, scales);
        _parameters = new ParameterList(this, _memory);
        try
        {
            Statistics = new RunningStatistics(statistics, Device);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>The device of the model's memory.</summary>
    public Device Device { get; }

    /// <summary>Seed that the model was created with.</summary>
    public long Seed { get; internal set; }

    /// <summary>
    /// libtorch's random number generator for dropout, made when it is first asked for. It is on the CPU, so that a seed gives the same
    /// numbers on all devices.
    /// </summary>
    public Generator Generator
    {
        get
        {
            if (_generator is null)
            {
                TorchLibrary.EnsureLoaded();
                _generator = new Generator((ulong)Seed, CPU);
            }
            return _generator;
        }
    }

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
    public IReadOnlyList<Parameter> Parameters => _parameters.All;

    /// <summary>Blend a that overrides the one of the recipe during a run; null if none does.</summary>
    public double? Blend { get; set; }

    /// <summary>The engine that updates the model. The constructor of the model sets it; it is disposed with this object.</summary>
    public IUpdateEngine Engine { get; set; } = null!;

    /// <summary>The model's CUDA program; also set for models on the CPU.</summary>
    internal CudaProgram? Program { get; set; }

    /// <summary>Addresses of the memory on the CPU; empty on another device.</summary>
    internal ModelMemory Memory => _memory.Pointers;

    /// <summary>Takes the zig-zag measures; null without <see cref="ZigZagAttribute"/>.</summary>
    internal ZigZagMeter? ZigZag { get; set; }

    /// <summary>State of the measures; stored in checkpoints besides <see cref="State"/>, but not in model files.</summary>
    internal IReadOnlyList<(string Name, ITensorValues Values)> Measuring => ZigZag?.State.Arrays ?? [];

    /// <summary>What a network on the CPU reads.</summary>
    public NetworkMemory NetworkMemory => new()
    {
        Owner = this,
        Quantized = Memory.Quantized,
        Scales = (_presentScales ??= new NativeFloats(_memory.Scales.Count)).Data,
        ScaleCount = _memory.Scales.Count,
        Running = Statistics.RunningValues,
        Moved = Statistics.PendingValues,
    };

    /// <summary>Whether the network runs on kernels of our own; else on libtorch.</summary>
    internal bool HasKernels => _presentScales is not null && Engine is CpuEngine;

    /// <summary>Size of the parameter memory in floats, gaps included.</summary>
    internal long ParameterFloats => _memory.Latent.Count;

    /// <summary>Where a parameter begins in the parameter memory.</summary>
    internal int OffsetOf(int parameter) => Parameters[parameter].LatentMemory.Offset;

    /// <summary>How many values a parameter has.</summary>
    internal int CountOf(int parameter) => Parameters[parameter].Count;

    /// <summary>Quantized values of a parameter, on the CPU.</summary>
    internal ReadOnlySpan<float> QuantizedOf(int parameter) => new(Memory.Quantized + OffsetOf(parameter), CountOf(parameter));

    /// <summary>Running statistics of batch normalization.</summary>
    internal RunningStatistics Statistics { get; }

    /// <summary>Everything that training changes besides <see cref="StepCount"/>, with its name in checkpoints.</summary>
    internal IReadOnlyList<(string Name, FlatMemory Values)> State =>
    [
        ("latent", _memory.Latent),
        ("quantized", _memory.Quantized),
        ("first_moment", _memory.FirstMoment),
        ("second_moment", _memory.SecondMoment),
        ("scales", _memory.Scales),
        ("statistics", Statistics.Flat),
        ("spread", _memory.Spreads),
    ];

    internal Tensor FlatLatent => _memory.Latent.Tensor;

    internal Tensor FlatQuantized => _memory.Quantized.Tensor;

    internal Tensor FlatFirstMoment => _memory.FirstMoment.Tensor;

    internal Tensor FlatSecondMoment => _memory.SecondMoment.Tensor;

    internal Tensor FlatScales => _memory.Scales.Tensor;

    /// <summary>Adds a quantized parameter and draws its latent values from U[−bound, bound).</summary>
    public Parameter AddQuantized(string name, int offset, long[] shape, int bits, float bound, int scale, long[] scaleShape) =>
        _parameters.AddDrawn(name, offset, shape, bits, bound, scale, scaleShape);

    /// <summary>Adds a full-precision parameter and draws its values from U[−bound, bound).</summary>
    public Parameter AddFullPrecision(string name, int offset, long[] shape, float bound) =>
        _parameters.AddDrawn(name, offset, shape, FullPrecisionBits, bound, scale: 0, scaleShape: [0]);

    /// <summary>Adds a full-precision parameter with all values equal at the start.</summary>
    public Parameter AddConstant(string name, int offset, long[] shape, float value)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(values, value);
        return _parameters.Add(name, offset, shape, FullPrecisionBits, values);
    }

    /// <summary>
    /// Adds the bias of an LSTM, [4·hidden] in the gate order i, f, g, o: 1 for the forget gate f, so that cells keep their state at first,
    /// else 0.
    /// </summary>
    public Parameter AddGateBias(string name, int offset, int hidden)
    {
        float[] values = new float[4 * hidden];
        values.AsSpan(hidden, hidden).Fill(1f);
        return _parameters.Add(name, offset, [4L * hidden], FullPrecisionBits, values);
    }

    /// <summary>Adds batch normalisation: γ = 1, β = 0, running mean 0 and variance 1.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="weight">Offset of γ.</param>
    /// <param name="bias">Offset of β.</param>
    /// <param name="statistics">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public BatchNormState AddBatchNorm(string name, int weight, int bias, int statistics, long channels) => Statistics.Add(
        name,
        AddConstant($"{name}.norm.weight", weight, [channels], 1f),
        AddConstant($"{name}.norm.bias", bias, [channels], 0f),
        statistics,
        (int)channels);

    /// <summary>The kind of step that an update belongs to.</summary>
    internal TrainingPhase PhaseOf(UpdateKind kind) => kind is UpdateKind.Trial or UpdateKind.Backtrack ? TrainingPhase.Backtrack
        : Parameters.Any(parameter => parameter.Bits < FullPrecisionBits) ? TrainingPhase.Laq
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
    public void BeginStep() => Statistics.Begin();

    /// <summary>Ends a step: counts it, and makes its running statistics those of the model.</summary>
    public void EndStep()
    {
        if (Engine is CudaUpdate device)
            device.CommitStatistics();
        else
            Statistics.Commit();
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
        foreach (((_, FlatMemory current), FlatMemory saved) in State.Zip(snapshot.State))
            current.CopyFrom(saved);
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
        _parameters.Dispose();
        Statistics.Dispose();
        _memory.Dispose();
        _generator?.Dispose();
    }

    /// <summary>Copies everything that training changes, with the given number of steps.</summary>
    internal ParameterSnapshot Snapshot(long stepCount) => new(stepCount, [.. State.Select(part => part.Values)]);

    /// <summary>Replaces the latent values of a parameter and quantizes it anew, as in an untrained model.</summary>
    internal void SetLatent(Parameter parameter, ReadOnlySpan<float> values)
    {
        MemoryPart scales = parameter.ScaleMemory;
        parameter.LatentMemory.Write(values);
        scales.Write(new float[scales.Count]); // no scale to start from
        _memory.ForgetSpreads(scales.Offset, scales.Count);
        Engine.Requantize(parameter.Index);
        ZigZag?.Forget();
        StateNumber++;
        WeightsNumber++;
    }
}
