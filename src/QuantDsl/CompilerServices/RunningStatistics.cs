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

    /// <summary>All statistics in one flat tensor.</summary>
    public Tensor Flat { get; } = zeros(count, device: device);

    /// <summary>Each with its name in files.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Named => _named;

    /// <summary>The first layer whose statistics the present step would make infinite or NaN; null: none. For models on the CPU.</summary>
    public string? NotFiniteLayer
    {
        get
        {
            if (float.IsFinite(Magnitude.Largest(_pending)))
                return null;
            foreach ((string layer, Tensor values) in _pendingParts)
            {
                if (!float.IsFinite(Magnitude.Largest(values)))
                    return layer;
            }
            return null;
        }
    }

    /// <summary>Adds batch normalization: running mean 0 and variance 1.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="weight">γ.</param>
    /// <param name="bias">β.</param>
    /// <param name="offset">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public BatchNormState Add(string layer, Parameter weight, Parameter bias, int offset, long channels)
    {
        // Each view is noted at once, so that it is released with the others where a later one fails.
        Tensor mean = Keep(_named, $"{layer}.norm.running_mean", Flat, offset, channels);
        Tensor variance = Keep(_named, $"{layer}.norm.running_var", Flat, offset + channels, channels);
        var state = new BatchNormState(weight, bias, mean, variance)
        {
            PendingMean = Keep(_pendingParts, layer, _pending, offset, channels),
            PendingVariance = Keep(_pendingParts, layer, _pending, offset + channels, channels),
        };
        variance.fill_(1f);
        return state;
    }

    private static Tensor Keep(List<(string Name, Tensor Values)> list, string name, Tensor flat, long offset, long channels)
    {
        Tensor view = flat.narrow(0, offset, channels);
        list.Add((name, view));
        return view;
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
