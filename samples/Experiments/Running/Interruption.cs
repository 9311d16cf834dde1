using System.Runtime.InteropServices;

namespace Experiments.Running;

/// <summary>Handles Ctrl-C (SIGINT) and SIGTERM until it is disposed.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];

    private readonly PosixSignalRegistration[] _registrations;

    private Interruption(Action<PosixSignalContext> handler) =>
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, handler))];

    /// <summary>Calls <paramref name="first"/> at the first signal; a second one terminates the process as usual.</summary>
    public static Interruption Handle(Action first)
    {
        int count = 0;
        return new Interruption(context =>
        {
            if (Interlocked.Increment(ref count) > 1)
                return;
            context.Cancel = true;
            first();
        });
    }

    /// <summary>Ignores Ctrl-C, for a child process: the parent receives it from the terminal as well, and decides.</summary>
    public static Interruption Ignore() => new(context => context.Cancel = context.Signal == PosixSignal.SIGINT);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }
}
