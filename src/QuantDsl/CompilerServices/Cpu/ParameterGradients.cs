namespace QuantDsl.CompilerServices;

/// <summary>Gradients with respect to all parameters of a model, in one flat memory that is laid out as that of the parameters.</summary>
internal sealed unsafe class ParameterGradients : IDisposable
{
    private readonly NativeFloats _memory;
    private readonly nint[] _addresses;
    private readonly int[] _counts;
    private readonly double[] _bounds;

    public ParameterGradients(ParameterStore store)
    {
        _memory = new NativeFloats(store.ParameterFloats);
        _addresses = new nint[store.Parameters.Count];
        _counts = new int[_addresses.Length];
        _bounds = new double[_addresses.Length];
        for (int index = 0; index < _addresses.Length; index++)
        {
            _addresses[index] = (nint)(_memory.Data + store.OffsetOf(index));
            _counts[index] = store.CountOf(index);
        }
    }

    /// <summary>The first gradient.</summary>
    public float* Data => _memory.Data;

    /// <summary>Finds for each gradient the largest magnitude in it.</summary>
    public void Measure()
    {
        for (int index = 0; index < _bounds.Length; index++)
            _bounds[index] = Magnitude.Largest(new ReadOnlySpan<float>((float*)_addresses[index], _counts[index]));
    }

    /// <summary>These alone: an update may use their memory once it has read them.</summary>
    public GradientAddresses Alone() => new(_addresses, _addresses, [], _bounds);

    /// <summary>These as those that lead to a trial: its weights go where the others will be.</summary>
    public GradientAddresses Before(ParameterGradients others) => new(_addresses, others._addresses, [], _bounds);

    /// <summary>These as those at the weights of a trial, to which others led.</summary>
    public GradientAddresses After(ParameterGradients others) => new(_addresses, _addresses, others._addresses, _bounds);

    public void Dispose() => _memory.Dispose();
}
