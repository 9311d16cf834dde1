namespace Experiments.Runs;

/// <summary>
/// Keeps two processes from doing the same run: a file beside the run's, held open. A killed process leaves it behind, but holds it no more.
/// </summary>
internal static class RunLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The ending of such files.</summary>
    public const string Extension = ".lock";

    /// <summary>Takes it, or waits a while: the process of an interrupted run ends after its current step.</summary>
    /// <param name="path">The run's file.</param>
    /// <param name="patience">How long.</param>
    /// <exception cref="IOException">Another process keeps it.</exception>
    public static IDisposable Take(string path, TimeSpan patience)
    {
        string file = path + Extension;
        for (DateTime end = DateTime.UtcNow + patience; ; Thread.Sleep(Pause))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException held) when (File.Exists(file))
            {
                if (DateTime.UtcNow >= end)
                    throw new IOException($"{path}: another process is doing this run. Wait for it or end it; if there is none, delete {file}.", held);
            }
        }
    }
}
