namespace QuantDsl.CompilerServices;

/// <summary>The parameters of a model in the order of their memory, and how they begin.</summary>
/// <param name="store">The store that they belong to.</param>
/// <param name="memory">Their memory.</param>
internal sealed class ParameterList(ParameterStore store, ParameterMemory memory)
{
    private readonly List<StoredParameter> _all = [];

    /// <summary>All that were added.</summary>
    public IReadOnlyList<StoredParameter> All => _all;

    /// <summary>Adds a parameter whose latent values are drawn from U[−bound, bound).</summary>
    /// <param name="name">Its name in files.</param>
    /// <param name="offset">Place of its first value.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="bits">Bits per value.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="scale">Number of its first scale.</param>
    /// <param name="scaleShape">Lengths of the axes of its scales; [0] without any.</param>
    /// <exception cref="ArgumentException">The memory has no such part, or the bound is not positive and finite.</exception>
    public StoredParameter AddDrawn(string name, int offset, long[] shape, int bits, float bound, int scale, long[] scaleShape)
    {
        if (!(bound > 0) || !float.IsFinite(bound))
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "Initial weights need a bound that is positive and finite.");
        StoredParameter parameter = Make(name, offset, shape, bits, scale, scaleShape);
        InitialWeights.Draw(store.Seed, parameter.Index, bound, parameter.LatentMemory.Values);
        _all.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a parameter with given values.</summary>
    /// <param name="name">Its name in files.</param>
    /// <param name="offset">Place of its first value.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="bits">Bits per value.</param>
    /// <param name="values">As many values as it has.</param>
    /// <exception cref="ArgumentException">The memory has no such part.</exception>
    public StoredParameter Add(string name, int offset, long[] shape, int bits, ReadOnlySpan<float> values)
    {
        StoredParameter parameter = Make(name, offset, shape, bits, scale: 0, scaleShape: [0]);
        parameter.LatentMemory.Write(values);
        _all.Add(parameter);
        return parameter;
    }

    private StoredParameter Make(string name, int offset, long[] shape, int bits, int scale, long[] scaleShape) => new(
        store, _all.Count, name, bits,
        latent: new MemoryPart(memory.Latent, offset, shape),
        quantized: new MemoryPart(memory.Quantized, offset, shape),
        scale: new MemoryPart(memory.Scales, scale, scaleShape),
        firstMoment: new MemoryPart(memory.FirstMoment, offset, shape),
        secondMoment: new MemoryPart(memory.SecondMoment, offset, shape));
}
