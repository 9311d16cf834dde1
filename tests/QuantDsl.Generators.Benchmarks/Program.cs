using BenchmarkDotNet.Running;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>Speed of the generator: <c>dotnet run -c Release --project tests/QuantDsl.Generators.Benchmarks -- --help</c>.</summary>
public static class Program
{
    private const string Help =
        """
        Measures the generator on projects of 1, 10 and 100 models.

        Usage: dotnet run -c Release --project tests/QuantDsl.Generators.Benchmarks -- [option]

          --table   Print medians of interleaved rounds, within half a minute on a quiet machine.
          --help    This text.

        Without an option the same runs under BenchmarkDotNet (some minutes).
        """;

    /// <summary>The entry point.</summary>
    /// <returns>0: done; 1: no benchmark ran; 2: wrong options.</returns>
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["--help" or "-h" or "-?"]:
                Console.WriteLine(Help);
                return 0;
            case ["--table"]:
                Table.Print(Console.Out);
                return 0;
            case []:
                return BenchmarkRunner.Run<GeneratorBenchmarks>().Reports.IsEmpty ? 1 : 0;
            default:
                Console.Error.WriteLine($"expected --table, --help or nothing, got '{string.Join(' ', args)}'. Try --help.");
                return 2;
        }
    }
}
