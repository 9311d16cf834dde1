using System.ComponentModel;
using QuantDsl.Cuda;
using QuantDsl.Formats;
using QuantDsl.Training;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// State of one model: latent weights, quantized weights, both moments, scales and running statistics, each in one flat float32 array.
/// Parameters are parts of them, at offsets that the generator has planned. It is plain memory of the CPU, also for a model whose steps are
/// on a CUDA device.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class ParameterStore : IWeightSource, IMemoryKeeper, IDisposable
{
    private readonly ParameterMemory _memory;
    private readonly ParameterList _parameters;
    private NativeFloats? _presentScales; // of the quantized weights, as a network on the CPU reads them
    private bool _lacksSigns; // of quantized weights that somebody has put into the memory
    private bool _lacksQuantized; // where an update has written signs alone
    private bool _isDisposed;

    /// <summary>Allocates the memory, on the host, and fills it with zeros. The engine of a device has its own beside it.</summary>
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
        _memory = new ParameterMemory(parameters, scales, this);
        _parameters = new ParameterList(this, _memory);
        try
        {
            Statistics = new RunningStatistics(statistics);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>The device that trains the model.</summary>
    public Device Device { get; }

    /// <summary>Seed that the model was created with.</summary>
    public long Seed { get; internal set; }

    /// <summary>Numbers of the parameters that no step changes; the constructor of the model says them before it adds any.</summary>
    public int[] Frozen { internal get => field ?? []; init; }

    /// <summary>Number of epochs that <c>Fit</c> has completed, part of the state; the schedule goes on with the next.</summary>
    public int EpochCount { get; set; }

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

    /// <summary>The same, with their memory.</summary>
    internal IReadOnlyList<StoredParameter> Stored => _parameters.All;

    /// <summary>Blend a that overrides the one of the recipe during a run; null if none does.</summary>
    public double? Blend { get; set; }

    /// <summary>The minibatches that other processes share during a run; null: none does.</summary>
    internal GroupBatch? Shared { get; set; }

    /// <summary>The engine that updates the model. The constructor of the model sets it; it is disposed with this object.</summary>
    public IUpdateEngine Engine { get; set; } = null!;

    /// <summary>Addresses of the memory.</summary>
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
        Signs = Memory.Signs,
        BelowZero = Memory.BelowZero,
        Scales = (_presentScales ??= new NativeFloats(_memory.Scales.Count)).Data,
        ScaleCount = _memory.Scales.Count,
        Running = Statistics.RunningValues,
        Moved = Statistics.PendingValues,
    };

    /// <summary>Size of the parameter memory in floats, gaps included.</summary>
    internal long ParameterFloats => _memory.Latent.Count;

    /// <summary>Where a parameter begins in the parameter memory.</summary>
    internal int OffsetOf(int parameter) => Stored[parameter].LatentMemory.Offset;

    /// <summary>How many values a parameter has.</summary>
    internal int CountOf(int parameter) => Parameters[parameter].Count;

    /// <summary>Quantized values of a parameter, on the CPU.</summary>
    internal ReadOnlySpan<float> QuantizedOf(int parameter)
    {
        EnsureQuantized();
        return new(Memory.Quantized + OffsetOf(parameter), CountOf(parameter));
    }

    /// <summary>Running statistics of batch normalization.</summary>
    internal RunningStatistics Statistics { get; }

    /// <summary>Everything that training changes besides <see cref="StepCount"/>, with its name in checkpoints.</summary>
    internal IReadOnlyList<(string Name, HostMemory Values)> State =>
    [
        ("latent", _memory.Latent),
        ("quantized", _memory.Quantized),
        ("first_moment", _memory.FirstMoment),
        ("second_moment", _memory.SecondMoment),
        ("scales", _memory.Scales),
        ("statistics", Statistics.Flat),
        ("spread", _memory.Spreads),
    ];

    /// <summary>Throws if the memory has been released.</summary>
    /// <param name="model">Name of the model's class.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void ThrowIfDisposed(string model)
    {
        if (_isDisposed || _isClosed)
            throw new ObjectDisposedException(model);
    }

    /// <inheritdoc/>
    void IWeightSource.Refresh(Span<float> scales)
    {
        EnsureSigns();
        ((CpuEngine)Engine).Update.CopyScales(scales);
    }

    /// <inheritdoc/>
    void IMemoryKeeper.BeforeRead() => EnsureQuantized();

    /// <inheritdoc/>
    void IMemoryKeeper.BeforeWrite(bool wholly)
    {
        if (!wholly)
            EnsureQuantized();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _presentScales?.Dispose();
        Engine?.Dispose(); // null if the model's constructor failed before
        Statistics.Dispose();
        _memory.Dispose();
    }
}
