using Experiments.Options;
using QuantDsl;

namespace Experiments;

/// <summary>Repeats the paper's experiments: <c>dotnet run -c Release --project samples/Experiments -- --help</c>.</summary>
public static class Program
{
    /// <summary>Everything was completed, or help was shown.</summary>
    public const int Success = 0;

    /// <summary>The data or a file could not be used, or training diverged.</summary>
    public const int Failure = 1;

    /// <summary>The options are wrong; nothing was started.</summary>
    public const int WrongOptions = 2;

    /// <summary>Ctrl-C stopped the runs; the same command resumes them.</summary>
    public const int Interrupted = 130;

    /// <summary>The entry point.</summary>
    public static int Main(string[] args)
    {
        try
        {
            // Of several processes the first speaks for all.
            return Run(args, Mpi.World is { Rank: > 0 } ? TextWriter.Null : Console.Out, Console.Error);
        }
        catch (MpiException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return Failure;
        }
    }

    /// <summary>Runs the program; a failure is reported as one line on <paramref name="error"/>.</summary>
    /// <returns>The exit code, one of the constants.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            return CommandLine.Run(args, output);
        }
        catch (UsageException problem)
        {
            error.WriteLine(OneLine(problem));
            return WrongOptions;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped; run the same command again to resume");
            return Interrupted;
        }
        catch (Exception problem) when (problem is DatasetException or TrainingDivergedException or ModelFileException
            or TorchLoadException or CudaException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(OneLine(problem));
            return Failure;
        }
    }

    private static string OneLine(Exception problem) =>
        string.Join(' ', problem.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
