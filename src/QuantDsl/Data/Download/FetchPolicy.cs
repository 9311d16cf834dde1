namespace QuantDsl.Data;

/// <summary>How patient a download is.</summary>
/// <param name="Attempts">How often a mirror is asked, if another attempt may help.</param>
/// <param name="FirstPause">The pause before the second attempt; it doubles from attempt to attempt.</param>
/// <param name="Silence">How long a server may send nothing.</param>
internal sealed record FetchPolicy(int Attempts, TimeSpan FirstPause, TimeSpan Silence)
{
    public static FetchPolicy Default { get; } = new(Attempts: 4, FirstPause: TimeSpan.FromSeconds(1), Silence: TimeSpan.FromSeconds(60));

    /// <summary>The pause after an attempt, from 1.</summary>
    public TimeSpan Pause(int attempt) => FirstPause * (1 << (attempt - 1));
}
