namespace QuantDsl.CompilerServices;

/// <content>One thread at a time trains a model. What two would do to its memory at once, none of both could tell.</content>
public sealed partial class ParameterStore
{
    private readonly Lock _training = new();
    private int _turns; // of the thread that has the lock: a run may call its user, who may take a step
    private bool _isClosed;

    /// <summary>Gives the calling thread the right to change the model, until what is returned is disposed.</summary>
    /// <param name="model">Name of the model's class.</param>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public TrainingTurn BeginTraining(string model)
    {
        if (!_training.TryEnter())
        {
            throw new InvalidOperationException(
                $"{model} is being trained by another thread. Wait for it to end, or train a second {model}: each has weights of its own.");
        }
        if (_isClosed)
        {
            _training.Exit();
            throw new ObjectDisposedException(model);
        }
        _turns++;
        return new TrainingTurn(this);
    }

    /// <summary>Ends the use of a model that is about to be disposed.</summary>
    /// <param name="model">Name of the model's class.</param>
    /// <exception cref="InvalidOperationException">It is being trained.</exception>
    public void Close(string model)
    {
        if (!_training.TryEnter())
            throw InUse(model);
        try
        {
            if (_turns > 0) // by this thread, for example in FitOptions.OnEpoch
                throw InUse(model);
            _isClosed = true;
        }
        finally
        {
            _training.Exit();
        }
    }

    internal void EndTraining()
    {
        _turns--;
        _training.Exit();
    }

    private static InvalidOperationException InUse(string model) => new(
        $"{model} is being trained and cannot be disposed meanwhile. Cancel its run with FitOptions.CancellationToken, wait for Fit to "
        + "return, then dispose it.");
}
