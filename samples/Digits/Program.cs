using Digits.Options;
using QuantDsl;

namespace Digits;

/// <summary>Trains a low-bit network on handwritten digits: <c>dotnet run -c Release --project samples/Digits -- --help</c>.</summary>
public static class Program
{
    /// <summary>The model was trained and saved, or help was shown.</summary>
    public const int Success = 0;

    /// <summary>The data, libtorch or a file could not be used, or training diverged.</summary>
    public const int Failure = 1;

    /// <summary>The options are wrong; nothing was trained.</summary>
    public const int WrongOptions = 2;

    /// <summary>Ctrl-C stopped training; the best model so far was saved.</summary>
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
            return CommandLine.Read(args, output) is { } settings
                ? Catalog.Find(settings.Model, settings.Bits).Train(settings, output)
                : Success;
        }
        catch (UsageException problem)
        {
            error.WriteLine(OneLine(problem));
            return WrongOptions;
        }
        catch (Exception problem) when (problem is DatasetException or TrainingDivergedException or ModelFileException
            or TorchLoadException or CudaException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return Failure;
        }
    }

    private static string OneLine(Exception problem) =>
        string.Join(' ', problem.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
