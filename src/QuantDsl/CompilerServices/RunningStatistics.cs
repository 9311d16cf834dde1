using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The running statistics of all batch normalizations of a model. A step moves a copy of them, which takes their place only when the step is
/// complete: a step that fails leaves no trace.
/// </summary>
/// <param name="count">Floats of all statistics.</param>
/// <param name="device">Where the model lives.</param>
internal sealed class RunningStatistics(int count, Device device) : IDisposable
{
    private readonly Tensor _pending = zeros(count, device: device);
    private readonly List<(string Name, Tensor Values)> _named = [];
    private readonly List<(string Layer, Tensor Values)> _pendingParts = [];

    /// <summary>All of them, one behind the other.</summary>
    public Tensor Flat { get; } = zeros(count, device: device);

    /// <summary>Each with its name in files.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Named => _named;

    /// <summary>Whether the present step leaves all of them finite. For models on the CPU.</summary>
    public bool AreFinite => float.IsFinite(Magnitude.Largest(MemoryMarshal.Cast<byte, float>(_pending.bytes)));

    /// <summary>If not: the first layer with one that is NaN or infinite.</summary>
    public string NotFiniteLayer => _pendingParts.First(part => !float.IsFinite(TensorMagnitude.Largest(part.Values))).Layer;

    /// <summary>Adds batch normalization: running mean 0 and variance 1.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="weight">γ.</param>
    /// <param name="bias">β.</param>
    /// <param name="offset">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public BatchNormState Add(string layer, Parameter weight, Parameter bias, int offset, long channels)
    {
        var state = new BatchNormState(weight, bias, Flat.narrow(0, offset, channels), Flat.narrow(0, offset + channels, channels))
        {
            PendingMean = _pending.narrow(0, offset, channels),
            PendingVariance = _pending.narrow(0, offset + channels, channels),
        };
        state.RunningVariance.fill_(1f);
        _named.Add(($"{layer}.norm.running_mean", state.RunningMean));
        _named.Add(($"{layer}.norm.running_var", state.RunningVariance));
        _pendingParts.Add((layer, state.PendingMean));
        _pendingParts.Add((layer, state.PendingVariance));
        return state;
    }

    /// <summary>Begins a step: its forward pass moves a copy.</summary>
    public void Begin() => _pending.copy_(Flat);

    /// <summary>Ends a step: the copy takes the place of the statistics.</summary>
    public void Commit() => Flat.copy_(_pending);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, Tensor values) in _named.Concat(_pendingParts))
            values.Dispose();
        _pending.Dispose();
        Flat.Dispose();
    }
}
