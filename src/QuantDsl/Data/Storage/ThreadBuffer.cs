namespace QuantDsl.Data;

/// <summary>An array for each thread, so that several threads can evaluate on one data set. It grows as needed.</summary>
internal sealed class ThreadBuffer<T> : IDisposable
{
    private readonly ThreadLocal<T[]> _arrays = new(() => []);

    /// <summary>The array of the calling thread, of at least this length; its content is arbitrary.</summary>
    public T[] AtLeast(int length)
    {
        if (_arrays.Value!.Length < length)
            _arrays.Value = GC.AllocateUninitializedArray<T>(length);
        return _arrays.Value;
    }

    /// <inheritdoc/>
    public void Dispose() => _arrays.Dispose();
}
