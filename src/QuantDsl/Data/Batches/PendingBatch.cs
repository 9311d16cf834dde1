using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>A minibatch that worker threads fill, example by example.</summary>
internal sealed unsafe class PendingBatch(ReadOnlyMemory<long> indices, long[] shape) : IDisposable
{
    private readonly int _length = (int)shape.Aggregate(1L, (product, axis) => checked(product * axis));

    private Tensor? _inputs;
    private float* _values;
    private int _claimed;
    private int _failedPlace = int.MaxValue;
    private Exception? _failure;

    /// <summary>Number of examples that are not complete.</summary>
    public int Remaining { get; private set; } = indices.Length;

    /// <summary>Whether every example has been claimed by a thread.</summary>
    public bool IsClaimed => _claimed == indices.Length;

    /// <summary>Claims the next example and returns its position in the minibatch.</summary>
    public int Claim()
    {
        if (_inputs is null)
        {
            _inputs = empty([indices.Length, .. shape], dtype: ScalarType.Float32, device: CPU);
            _values = (float*)TensorMemory.Of(_inputs);
        }

        return _claimed++;
    }

    /// <summary>Produces one example and returns the error, if any. The only method that is called outside the lock.</summary>
    public Exception? Make(ExampleSource source, int place, Func<long, Variation?> variation)
    {
        try
        {
            long index = indices.Span[place];
            source.Make(index, variation(index), new Span<float>(_values + ((long)place * _length), _length));
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
    public void Abandon(Exception error) => (_claimed, Remaining, _failure) = (indices.Length, 0, error);

    /// <summary>Returns the complete minibatch in the caller's dispose scope.</summary>
    /// <exception cref="DatasetException">An example could not be produced.</exception>
    public Tensor Detach()
    {
        using (this)
        {
            if (_failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            return _inputs!.alias();
        }
    }

    public void Dispose() => _inputs?.Dispose();
}
