using QuantDsl.CompilerServices;
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

    /// <summary>Examples that are not made yet.</summary>
    public int Remaining { get; private set; } = indices.Length;

    /// <summary>Whether no thread needs to take another example of it.</summary>
    public bool IsClaimed => _claimed == indices.Length;

    /// <summary>The place of the next example to make.</summary>
    public int Claim()
    {
        if (_inputs is null)
        {
            _inputs = empty([indices.Length, .. shape], dtype: ScalarType.Float32, device: CPU);
            _values = (float*)TensorMemory.Of(_inputs);
        }

        return _claimed++;
    }

    /// <summary>Makes one example; the only method that is called outside of a lock.</summary>
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

    /// <summary>Notes that an example is made, or could not be. The first in order is reported, whatever thread was first.</summary>
    public void Complete(int place, Exception? error)
    {
        Remaining--;
        if (error is not null && place < _failedPlace)
            (_failedPlace, _failure) = (place, error);
    }

    /// <summary>Gives up, for lack of memory.</summary>
    public void Abandon(Exception error) => (_claimed, Remaining, _failure) = (indices.Length, 0, error);

    /// <summary>The complete minibatch, in the caller's dispose scope.</summary>
    /// <exception cref="DatasetException">An example could not be made.</exception>
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
