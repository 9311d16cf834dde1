using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Data;

/// <summary>A minibatch that worker threads fill, example by example. Its memory serves one minibatch after another.</summary>
/// <param name="length">Number of values of an example.</param>
internal sealed unsafe class PendingBatch(int length)
{
    private float[]? _values;
    private float* _target;
    private ReadOnlyMemory<long> _indices;
    private int _claimed;
    private int _failedPlace;
    private Exception? _failure;

    /// <summary>A minibatch whose examples go to memory of the caller.</summary>
    public PendingBatch(int length, float* target)
        : this(length) => _target = target;

    /// <summary>Number of examples that are not complete.</summary>
    public int Remaining { get; private set; }

    /// <summary>Whether every example has been claimed by a thread.</summary>
    public bool IsClaimed => _claimed == _indices.Length;

    /// <summary>Begins a minibatch of the examples at some indices.</summary>
    public void Begin(ReadOnlyMemory<long> indices) =>
        (_indices, Remaining, _claimed, _failedPlace, _failure) = (indices, indices.Length, 0, int.MaxValue, null);

    /// <summary>Claims the next example and returns its position in the minibatch.</summary>
    public int Claim()
    {
        if (_target is null)
        {
            // Pinned, because threads write to it by its address.
            _values = GC.AllocateUninitializedArray<float>(checked(_indices.Length * length), pinned: true);
            _target = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
        }

        return _claimed++;
    }

    /// <summary>Produces one example and returns the error, if any. The only method that is called outside the lock.</summary>
    public Exception? Make(ExampleSource source, int place, Func<long, Variation?> variation)
    {
        try
        {
            long index = _indices.Span[place];
            source.Make(index, variation(index), new Span<float>(_target + ((long)place * length), length));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>
    /// Records that an example is complete or has failed. Of several failures the one at the lowest position is reported, so that the
    /// report does not depend on timing.
    /// </summary>
    public void Complete(int place, Exception? error)
    {
        Remaining--;
        if (error is not null && place < _failedPlace)
            (_failedPlace, _failure) = (place, error);
    }

    /// <summary>Marks the whole minibatch as failed, because its memory could not be allocated.</summary>
    public void Abandon(Exception error) => (_claimed, Remaining, _failure) = (_indices.Length, 0, error);

    /// <summary>The values of the complete minibatch; empty if they went to memory of the caller.</summary>
    /// <exception cref="DatasetException">An example could not be produced.</exception>
    public float[] Result()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return _values ?? [];
    }
}
