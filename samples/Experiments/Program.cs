using Experiments.Options;
using QuantDsl;

namespace Experiments;

/// <summary>Repeats the paper's experiments: <c>dotnet run -c Release --project samples/Experiments -- --help</c>.</summary>
public static class Program
{
    /// <summary>All that was asked for is done; or help was asked for.</summary>
    public const int Success = 0;

    /// <summary>Data, libtorch or a file failed, or training diverged.</summary>
    public const int Failure = 1;

    /// <summary>The options are wrong; nothing was done.</summary>
    public const int WrongOptions = 2;

    /// <summary>Ctrl-C ended the runs; the same command goes on with them.</summary>
    public const int Interrupted = 130;

    /// <summary>The entry point.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>The whole program; a failure is one line on <paramref name="error"/>.</summary>
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
            error.WriteLine("stopped. The same command goes on.");
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
