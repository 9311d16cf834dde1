using System.Runtime.InteropServices;

namespace QuantDsl.Training;

/// <summary>Whether the user wants a run to end: by the cancellation token or, if the options say so, by Ctrl-C.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly FitOptions _options;
    private readonly ProgressDisplay _display;
    private readonly PosixSignalRegistration? _registration;
    private volatile bool _isRequested;
    private bool? _atEnd;

    /// <summary>Takes over Ctrl-C, if the options say so.</summary>
    /// <param name="options">The user's options.</param>
    /// <param name="display">Tells the user that the run will stop; remains the caller's.</param>
    public Interruption(FitOptions options, ProgressDisplay display)
    {
        (_options, _display) = (options, display);
        if (options.HandleCtrlC) _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    /// <summary>Whether the run should end now; does not change after <see cref="Settle"/>.</summary>
    public bool IsRequested => _atEnd ?? (_isRequested || _options.CancellationToken.IsCancellationRequested);

    /// <summary>The run has ended: what comes later does not cancel it any more.</summary>
    public void Settle() => _atEnd ??= IsRequested;

    /// <summary>Stops handling Ctrl-C.</summary>
    public void Dispose() => _registration?.Dispose();

    internal void OnInterrupt(PosixSignalContext context)
    {
        // After the last epoch there is nothing left to cancel, so the process ends, as when pressed twice.
        if (_isRequested || _atEnd is not null)
        {
            _display.Dispose();
            return;
        }
        context.Cancel = true;
        _isRequested = true;
        _display.Note("stopping after this step; press Ctrl-C again to end at once");
    }
}
