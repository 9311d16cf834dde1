using System.Runtime.InteropServices;

namespace Experiments.Running;

/// <summary>Ctrl-C and the request to terminate, while it lives.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];

    private readonly PosixSignalRegistration[] _registrations;

    private Interruption(Action<PosixSignalContext> handler) =>
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, handler))];

    /// <summary>Calls <paramref name="first"/> once; a second signal ends the process as usual.</summary>
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

    /// <summary>Leaves the decision to the parent, which gets the same Ctrl-C from the terminal.</summary>
    public static Interruption Ignore() => new(context => context.Cancel = context.Signal == PosixSignal.SIGINT);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }
}
