namespace QuantDsl.Data;

/// <summary>Retries and timeouts of a download.</summary>
/// <param name="Attempts">Maximum number of attempts per mirror.</param>
/// <param name="FirstPause">Pause before the second attempt; it doubles after every attempt.</param>
/// <param name="Silence">Timeout for a server that sends nothing.</param>
internal sealed record FetchPolicy(int Attempts, TimeSpan FirstPause, TimeSpan Silence)
{
    public static FetchPolicy Default { get; } = new(Attempts: 4, FirstPause: TimeSpan.FromSeconds(1), Silence: TimeSpan.FromSeconds(60));

    /// <summary>The pause after an attempt; attempts count from 1.</summary>
    public TimeSpan Pause(int attempt) => FirstPause * (1 << (attempt - 1));
}
