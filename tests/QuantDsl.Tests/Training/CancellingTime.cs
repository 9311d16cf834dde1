namespace QuantDsl.Tests.Training;

/// <summary>
/// The system's clock, which cancels a run at a chosen place, the same each time: a run reads it in each step, and where epochs begin and
/// end.
/// </summary>
internal sealed class CancellingTime(CancellationTokenSource token) : TimeProvider
{
    private int _left;

    /// <summary>Cancels when it is read for so many times more.</summary>
    public CancellingTime After(int readings)
    {
        Volatile.Write(ref _left, readings);
        return this;
    }

    public override long GetTimestamp()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            token.Cancel();
        return base.GetTimestamp();
    }
}
