namespace QuantDsl.CompilerServices;

/// <summary>A parameter in the memory of a <see cref="ParameterStore"/>.</summary>
internal sealed class StoredParameter : Parameter
{
    /// <summary>Names the parts of the memory that a parameter has.</summary>
    /// <param name="store">The store that it belongs to.</param>
    /// <param name="index">Its number among the parameters of the model.</param>
    /// <param name="name">Name in files and messages.</param>
    /// <param name="bits">Bits per value; 32 in full precision.</param>
    /// <param name="latent">w.</param>
    /// <param name="quantized">q.</param>
    /// <param name="scale">α.</param>
    /// <param name="firstMoment">m.</param>
    /// <param name="secondMoment">v.</param>
    public StoredParameter(
        ParameterStore store, int index, string name, int bits, MemoryPart latent, MemoryPart quantized, MemoryPart scale,
        MemoryPart firstMoment, MemoryPart secondMoment)
        : base(name, bits, latent.Shape, scale.Shape)
    {
        (Store, Index) = (store, index);
        (LatentMemory, QuantizedMemory, ScaleMemory) = (latent, quantized, scale);
        (FirstMomentMemory, SecondMomentMemory) = (firstMoment, secondMoment);
        IsFrozen = Array.IndexOf(store.Frozen, index) >= 0;
    }

    /// <summary>The store that it belongs to.</summary>
    public ParameterStore Store { get; }

    /// <summary>Its number among the parameters of the model.</summary>
    public int Index { get; }

    /// <summary>Whether no step changes it.</summary>
    public bool IsFrozen { get; }

    /// <summary>Latent values w.</summary>
    public MemoryPart LatentMemory { get; }

    /// <summary>Values q that the network uses.</summary>
    public MemoryPart QuantizedMemory { get; }

    /// <summary>Scales α.</summary>
    public MemoryPart ScaleMemory { get; }

    /// <summary>First Adam moment m.</summary>
    public MemoryPart FirstMomentMemory { get; }

    /// <summary>Second Adam moment v.</summary>
    public MemoryPart SecondMomentMemory { get; }

    /// <summary>A parameter with its memory; the class has no other derived class.</summary>
    public static StoredParameter Of(Parameter parameter) => (StoredParameter)parameter;

    /// <inheritdoc/>
    internal override void ThrowIfDisposed() => Store.ThrowIfDisposed(Name);

    /// <inheritdoc/>
    internal override void ReadLatent(Span<float> destination) => LatentMemory.CopyTo(destination);

    /// <inheritdoc/>
    internal override void ReadQuantized(Span<float> destination) => QuantizedMemory.CopyTo(destination);

    /// <inheritdoc/>
    internal override void ReadScale(Span<float> destination) => ScaleMemory.CopyTo(destination);

    /// <inheritdoc/>
    internal override void ReplaceLatent(ReadOnlySpan<float> values)
    {
        using TrainingTurn turn = Store.BeginTraining(Name);
        Store.SetLatent(this, values);
    }
}
