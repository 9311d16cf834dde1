namespace QuantDsl;

/// <summary>
/// One trained array of a model with its quantized form. This class knows its shape and checks what comes in; where the values lie, on the
/// CPU or on a device, only the derived class of the model's memory knows.
/// </summary>
public abstract class Parameter
{
    /// <summary>Describes the array.</summary>
    /// <param name="name">Name in files and messages.</param>
    /// <param name="bits">Bits per value; 32 in full precision.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="scaleShape">Lengths of the axes of the scales; [0] in full precision.</param>
    internal Parameter(string name, int bits, IReadOnlyList<long> shape, IReadOnlyList<long> scaleShape)
    {
        (Name, Bits, Shape, ScaleShape) = (name, bits, shape, scaleShape);
        (Count, ScaleCount) = (SpanCheck.CountOf(shape), SpanCheck.CountOf(scaleShape));
    }

    /// <summary>Name in files and messages, such as <c>Conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Bits per value; 32 in full precision.</summary>
    public int Bits { get; }

    /// <summary>Lengths of the axes, such as [out, in, kernel, kernel].</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>Number of scales α; 0 in full precision.</summary>
    public int ScaleCount { get; }

    private IReadOnlyList<long> ScaleShape { get; }

    /// <summary>Copies the latent values w, in the order of <see cref="Shape"/>.</summary>
    /// <param name="destination">Takes <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyLatent(Span<float> destination)
    {
        Check(destination.Length, "latent values", Shape, nameof(destination));
        ReadLatent(destination);
    }

    /// <summary>Copies the values that the network uses, in the order of <see cref="Shape"/>.</summary>
    /// <inheritdoc cref="CopyLatent"/>
    public void CopyQuantized(Span<float> destination)
    {
        Check(destination.Length, "quantized values", Shape, nameof(destination));
        ReadQuantized(destination);
    }

    /// <summary>Copies the scales α: one per layer, channel or gate; two each with two scales, the positive one first.</summary>
    /// <param name="destination">Takes <see cref="ScaleCount"/> values.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyScale(Span<float> destination)
    {
        Check(destination.Length, "scales", ScaleShape, nameof(destination));
        ReadScale(destination);
    }

    /// <summary>
    /// Replaces the latent values w and quantizes them anew as in an untrained model, with uniform curvature. The moments stay.
    /// </summary>
    /// <param name="values"><see cref="Count"/> finite values in the order of <see cref="Shape"/>. The next step clips quantized
    /// parameters to [−1, 1].</param>
    /// <exception cref="ArgumentException">The span has another length, or a value is NaN or infinite; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SetLatent(ReadOnlySpan<float> values)
    {
        Check(values.Length, "latent values", Shape, nameof(values));
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"{Name} takes finite latent values, but value {i} is {values[i]}.", nameof(values));
        }
        ReplaceLatent(values);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}], {Bits} bits";

    /// <summary>Throws <see cref="ObjectDisposedException"/> if the model's memory was released.</summary>
    internal abstract void ThrowIfDisposed();

    /// <summary>Copies the latent values into a span of <see cref="Count"/> elements.</summary>
    internal abstract void ReadLatent(Span<float> destination);

    /// <summary>Copies the quantized values into a span of <see cref="Count"/> elements.</summary>
    internal abstract void ReadQuantized(Span<float> destination);

    /// <summary>Copies the scales into a span of <see cref="ScaleCount"/> elements.</summary>
    internal abstract void ReadScale(Span<float> destination);

    /// <summary>Replaces the latent values by <see cref="Count"/> finite ones, and quantizes them anew.</summary>
    internal abstract void ReplaceLatent(ReadOnlySpan<float> values);

    private void Check(int length, string values, IReadOnlyList<long> shape, string parameter)
    {
        ThrowIfDisposed();
        SpanCheck.HasLength(length, Name, values, shape, parameter);
    }
}
