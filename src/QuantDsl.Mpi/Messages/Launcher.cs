namespace QuantDsl.Messages;

/// <summary>Who has started this process.</summary>
internal static class Launcher
{
    /// <summary>What each tells its processes: Open MPI, MPICH and Intel MPI, Slurm and others with PMIx, Microsoft's MPI.</summary>
    private static readonly string[] Variables = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK", "MPI_LOCALNRANKS"];

    /// <summary>Whether it was a launcher of MPI programs.</summary>
    /// <param name="variable">The value of an environment variable; null without it.</param>
    public static bool HasStarted(Func<string, string?> variable) => Variables.Any(name => variable(name) is { Length: > 0 });

    /// <summary>Whether it was that of Open MPI.</summary>
    public static bool IsOpenMpi(Func<string, string?> variable) => variable("OMPI_COMM_WORLD_SIZE") is { Length: > 0 };
}
