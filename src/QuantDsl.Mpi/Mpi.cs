using QuantDsl.Messages;

namespace QuantDsl;

/// <summary>
/// Training on many machines, over the MPI that is installed on them: Open MPI 4 or 5, MPICH, Intel MPI, or, untried so far, Microsoft's
/// MPI on Windows. The environment variable <c>QUANTDSL_MPI</c> may name the library's file.
/// </summary>
public static class Mpi
{
    private static readonly Lazy<MpiWorld?> Joined = new(
        () => Launcher.HasStarted(Environment.GetEnvironmentVariable) ? MpiWorld.Join() : null);

    /// <summary>
    /// All processes that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> has started together, for <see cref="FitOptions.Group"/>; <see
    /// langword="null"/> in a program that was started by itself, which then trains alone and needs no MPI. The first use joins them.
    /// </summary>
    /// <exception cref="MpiException">No MPI library was found, or it is of a kind that is not known.</exception>
    public static ITrainingGroup? World => Joined.Value;
}
