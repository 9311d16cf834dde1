using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Training;

/// <summary>Whether the user wants a run to end: by the cancellation token or, if the options say so, by Ctrl-C.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly FitOptions _options;
    private readonly ProgressDisplay _display;
    private readonly PosixSignalRegistration? _registration;
    private readonly PosixSignalRegistration? _termination;
    private volatile bool _isRequested;
    private bool? _atEnd;

    /// <summary>Takes over Ctrl-C, if the options say so.</summary>
    /// <param name="options">The user's options.</param>
    /// <param name="display">Tells the user that the run will stop; remains the caller's.</param>
    public Interruption(FitOptions options, ProgressDisplay display)
    {
        (_options, _display) = (options, display);
        if (options.HandleCtrlC) _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        if (options.IsShared) _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTermination);
    }

    /// <summary>The processes that take part; null: this one alone.</summary>
    public GroupRun? Group { get; set; }

    /// <summary>Whether the run should end now; does not change after <see cref="Settle"/>. The processes of a group agree on it.</summary>
    public bool IsRequested => _atEnd ?? Group?.Stops ?? IsRequestedHere;

    /// <summary>Whether this process wants the run to end.</summary>
    public bool IsRequestedHere => _isRequested || _options.CancellationToken.IsCancellationRequested;

    /// <summary>The run has ended: what comes later does not cancel it any more.</summary>
    public void Settle() => _atEnd ??= IsRequested;

    /// <summary>Stops handling signals.</summary>
    public void Dispose()
    {
        _registration?.Dispose();
        _termination?.Dispose();
    }

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

    /// <summary>A scheduler that wants its machines back gives a run some seconds to write a checkpoint.</summary>
    private void OnTermination(PosixSignalContext context)
    {
        if (_atEnd is not null)
            return;
        context.Cancel = true;
        _isRequested = true;
    }
}
