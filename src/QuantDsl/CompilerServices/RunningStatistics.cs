namespace QuantDsl.CompilerServices;

/// <summary>
/// The running statistics of all batch normalizations of a model. A step moves a copy of them, which takes their place only when the step
/// is complete: a step that fails leaves no trace.
/// </summary>
internal sealed unsafe class RunningStatistics : IDisposable
{
    private readonly List<(string Name, MemoryPart Values)> _named = [];
    private readonly List<(string Layer, MemoryPart Values)> _pendingParts = [];

    /// <summary>Allocates the statistics, filled with zeros.</summary>
    /// <param name="count">Number of floats of all statistics.</param>
    public RunningStatistics(int count)
    {
        Flat = new HostMemory(count);
        try
        {
            Pending = new HostMemory(count);
        }
        catch
        {
            Flat.Dispose();
            throw;
        }
    }

    /// <summary>All statistics: of each layer the mean and after it the variance, at the offset that the generator has planned.</summary>
    public HostMemory Flat { get; }

    /// <summary>The copy that a step updates, laid out alike.</summary>
    public HostMemory Pending { get; }

    /// <summary>The first value of <see cref="Flat"/>.</summary>
    public float* RunningValues => Flat.Pointer;

    /// <summary>The first value of <see cref="Pending"/>.</summary>
    public float* PendingValues => Pending.Pointer;

    /// <summary>All of <see cref="Pending"/>.</summary>
    public Span<float> PendingSpan => Pending.Span;

    /// <summary>Each with its name in files.</summary>
    public IReadOnlyList<(string Name, MemoryPart Values)> Named => _named;

    /// <summary>Whether the model has no batch normalization.</summary>
    public bool IsEmpty => _named.Count == 0;

    /// <summary>Whether the present step leaves all of them finite.</summary>
    public bool AreFinite => float.IsFinite(Magnitude.Largest(Pending.Present));

    /// <summary>If not: the first layer with one that is NaN or infinite.</summary>
    public string NotFiniteLayer => _pendingParts.First(part => !float.IsFinite(
        Magnitude.Largest(Pending.Present.Slice(part.Values.Offset, part.Values.Count)))).Layer;

    /// <summary>Adds batch normalization: running mean 0 and variance 1.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="weight">γ.</param>
    /// <param name="bias">β.</param>
    /// <param name="offset">Offset of the running mean; the variance follows it.</param>
    /// <param name="channels">Channels.</param>
    public StoredBatchNorm Add(string layer, StoredParameter weight, StoredParameter bias, int offset, int channels)
    {
        MemoryPart mean = new(Flat, offset, channels);
        MemoryPart variance = new(Flat, offset + channels, channels);
        MemoryPart pendingMean = new(Pending, offset, channels);
        MemoryPart pendingVariance = new(Pending, offset + channels, channels);
        float[] ones = new float[channels];
        Array.Fill(ones, 1f);
        variance.Write(ones);
        _named.Add(($"{layer}.norm.running_mean", mean));
        _named.Add(($"{layer}.norm.running_var", variance));
        _pendingParts.Add((layer, pendingMean));
        _pendingParts.Add((layer, pendingVariance));
        return new StoredBatchNorm(layer, weight, bias, mean, variance);
    }

    /// <summary>The layer that a statistic belongs to.</summary>
    /// <param name="index">Its place among all of them.</param>
    public string LayerOf(int index) =>
        _pendingParts.First(part => index >= part.Values.Offset && index < part.Values.Offset + part.Values.Count).Layer;

    /// <summary>Begins a step: its forward pass moves a copy.</summary>
    public void Begin() => Flat.Present.CopyTo(Pending.Span);

    /// <summary>Ends a step: the copy takes the place of the statistics.</summary>
    public void Commit() => Pending.Present.CopyTo(Flat.Span);

    /// <inheritdoc/>
    public void Dispose()
    {
        Pending.Dispose();
        Flat.Dispose();
    }
}
