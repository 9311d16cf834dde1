using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Training;

/// <summary>
/// Whether the user wants a run to end: by the cancellation token or, if the options say so, by Ctrl-C, or by the signals with which
/// containers, job schedulers and closed terminals end a process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly FitOptions _options;
    private readonly ProgressDisplay _display;
    private readonly PosixSignalRegistration[] _registrations;
    private volatile bool _isRequested;
    private bool? _atEnd;

    /// <summary>Takes over the signals, if the options say so.</summary>
    /// <param name="options">The user's options.</param>
    /// <param name="display">Tells the user that the run will stop; remains the caller's.</param>
    public Interruption(FitOptions options, ProgressDisplay display)
    {
        (_options, _display) = (options, display);
        _registrations = [.. Handlers().Select(handler => PosixSignalRegistration.Create(handler.Signal, handler.Handle))];
    }

    /// <summary>The processes that take part; null: this one alone.</summary>
    public GroupRun? Group { get; set; }

    /// <summary>Whether the run should end now; does not change after <see cref="Settle"/>. The processes of a group agree on it.</summary>
    public bool IsRequested => _atEnd ?? Group?.Stops ?? IsRequestedHere;

    /// <summary>Whether this process wants the run to end.</summary>
    public bool IsRequestedHere => _isRequested || _options.CancellationToken.IsCancellationRequested;

    /// <summary>The run has ended: what comes later does not cancel it any more.</summary>
    public void Settle() => _atEnd ??= IsRequested;

    /// <summary>Leaves the signals to the system again.</summary>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    /// <summary>
    /// The signals that are handled. A scheduler ends the processes of a group by SIGTERM, and may send it more than once.
    /// </summary>
    private IEnumerable<(PosixSignal Signal, Action<PosixSignalContext> Handle)> Handlers()
    {
        foreach (PosixSignal signal in Signals)
        {
            if (signal == PosixSignal.SIGTERM && _options.IsShared)
                yield return (signal, OnTermination);
            else if (_options.HandleCtrlC)
                yield return (signal, OnInterrupt);
        }
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
        _display.Note(context.Signal == PosixSignal.SIGINT
            ? "stopping after this step; press Ctrl-C again to end at once"
            : $"stopping after this step, because of {context.Signal}; a second one ends at once");
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
