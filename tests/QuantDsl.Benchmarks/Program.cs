using BenchmarkDotNet.Running;
using QuantDsl.Benchmarks.Checks;
using QuantDsl.Benchmarks.Groups;
using QuantDsl.Benchmarks.Memory;
using QuantDsl.Benchmarks.Predictions;
using QuantDsl.Benchmarks.Ratios;
using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks;

/// <summary>
/// Speed of generated training beside TorchSharp: <c>dotnet run -c Release --project tests/QuantDsl.Benchmarks -- --help</c>.
/// </summary>
public static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongOptions = 2;

    private const string Help =
        """
        Measures the generated training beside the same mathematics in TorchSharp.

        Usage: dotnet run -c Release --project tests/QuantDsl.Benchmarks -- [option]

          --ratios             Print the promised ratios, one "name: value" a line, in about a minute on a quiet machine.
          --predict            Print how fast packed models predict one sample beside libtorch, one "name: value" a line.
          --group              Print how long steps take alone or, started by mpirun, in several processes together.
          --check              Check that the baselines train, and take the same steps as the generated models.
          --filter PATTERN...  Run the benchmarks that match, for example '*StepBenchmarks*'.
          --help               This text.

        Without an option all benchmarks run (BenchmarkDotNet; some minutes a class).
        """;

    /// <summary>The entry point.</summary>
    /// <returns>0: done; 1: a check failed, or no benchmark ran; 2: wrong options.</returns>
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["--help" or "-h" or "-?"]:
                Console.WriteLine(Help);
                return Success;
            case ["--ratios"]:
                TorchLibrary.EnsureLoaded();
                RatioRun.Print(Console.Out);
                return Success;
            case [StepMemory.Option]: // a child of --ratios
                StepMemory.Print();
                return Success;
            case [ResidentMemory.Option, var width, var kind]: // a child of --ratios
                ResidentMemory.Print(width, kind);
                return Success;
            case ["--predict"]:
                TorchLibrary.EnsureLoaded();
                PredictionRun.Print(Console.Out);
                return Success;
            case ["--group"]:
                GroupSpeed.Print(Console.Out);
                return Success;
            case ["--check"]:
                TorchLibrary.EnsureLoaded();
                return new BaselineCheck(Console.Out).Run() ? Success : Failure;
            case []:
                return Benchmark("*");
            case ["--filter", .. { Length: > 0 } patterns] when patterns.All(pattern => !pattern.StartsWith('-')):
                return Benchmark(patterns);
            default:
                Console.Error.WriteLine(
                    "expected --ratios, --predict, --group, --check, --filter PATTERN..., --help or nothing, got "
                    + $"'{string.Join(' ', args)}'. Try --help.");
                return WrongOptions;
        }
    }

    private static int Benchmark(params string[] patterns)
    {
        TorchLibrary.EnsureLoaded();
        return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(["--filter", .. patterns]).Any() ? Success : Failure;
    }
}
