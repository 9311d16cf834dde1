using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The running statistics of all batch normalizations of a model. A step moves a copy of them, which takes their place only when the step
/// is complete: a step that fails leaves no trace.
/// </summary>
internal sealed class RunningStatistics : IDisposable
{
    private readonly List<(string Name, Tensor Values)> _named = [];
    private readonly List<(string Layer, Tensor Values)> _pendingParts = [];

    /// <summary>Allocates the statistics, filled with zeros.</summary>
    /// <param name="count">Number of floats of all statistics.</param>
    /// <param name="device">Device of the model.</param>
    public RunningStatistics(int count, Device device)
    {
        Tensor[] blocks = TensorList.Make(2, _ => zeros(count, device: device))!;
        (Flat, Pending) = (blocks[0], blocks[1]);
    }

    /// <summary>The copy that a step updates.</summary>
    public Tensor Pending { get; }

    /// <summary>All statistics in one flat tensor.</summary>
    public Tensor Flat { get; }

    /// <summary>Each with its name in files.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Named => _named;

    /// <summary>Whether the model has no batch normalization.</summary>
    public bool IsEmpty => _named.Count == 0;

    /// <summary>Whether the present step leaves all of them finite. For models on the CPU.</summary>
    public bool AreFinite => float.IsFinite(Magnitude.Largest(MemoryMarshal.Cast<byte, float>(Pending.bytes)));

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
        var state = new BatchNormState(
            weight,
            bias,
            Part(Flat, _named, $"{layer}.norm.running_mean", offset, channels),
            Part(Flat, _named, $"{layer}.norm.running_var", offset + channels, channels))
        {
            PendingMean = Part(Pending, _pendingParts, layer, offset, channels),
            PendingVariance = Part(Pending, _pendingParts, layer, offset + channels, channels),
        };
        state.RunningVariance.fill_(Scalars.One);
        return state;
    }

    /// <summary>The layer that a statistic belongs to.</summary>
    /// <param name="index">Its place among all of them.</param>
    public string LayerOf(int index) =>
        _pendingParts.First(part => index < part.Values.storage_offset() + part.Values.numel()
            && index >= part.Values.storage_offset()).Layer;

    /// <summary>Begins a step: its forward pass moves a copy.</summary>
    public void Begin() => Pending.copy_(Flat);

    /// <summary>Ends a step: the copy takes the place of the statistics.</summary>
    public void Commit() => Flat.copy_(Pending);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, Tensor values) in _named.Concat(_pendingParts))
            values.Dispose();
        Pending.Dispose();
        Flat.Dispose();
    }

    /// <summary>A view that is released with the block.</summary>
    private static Tensor Part(Tensor block, List<(string, Tensor)> parts, string name, long offset, long channels)
    {
        Tensor values = block.narrow(0, offset, channels);
        parts.Add((name, values));
        return values;
    }
}
