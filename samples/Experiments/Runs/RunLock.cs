namespace Experiments.Runs;

/// <summary>
/// Prevents two processes from training the same run by holding a file open beside the run's file. A killed process leaves the file behind,
/// but no longer holds it.
/// </summary>
internal static class RunLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Extension of lock files.</summary>
    public const string Extension = ".lock";

    /// <summary>Takes the lock, waiting if necessary, because the process of an interrupted run ends only after its current step.</summary>
    /// <param name="path">The run's file.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="IOException">Another process still holds the lock.</exception>
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
                {
                    throw new IOException(
                        $"{path}: another process is training this run. Wait for it or stop it; if there is none, delete {file}.", held);
                }
            }
        }
    }
}
