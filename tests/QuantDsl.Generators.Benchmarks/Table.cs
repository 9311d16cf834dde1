using System.Diagnostics;
using System.Globalization;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>Medians of all benchmarks in one run, whose rounds are interleaved so that a noisy neighbour meets them all.</summary>
internal static class Table
{
    private const int WarmUpRounds = 12;
    private const int Rounds = 15;
    private static readonly int[] Sizes = [1, 10, 100];

    /// <summary>Measures and prints.</summary>
    public static void Print(TextWriter output)
    {
        List<(int Models, GeneratorBenchmarks Benchmarks)> projects = [];
        foreach (int models in Sizes)
        {
            var benchmarks = new GeneratorBenchmarks { Models = models };
            benchmarks.Setup();
            projects.Add((models, benchmarks));
        }
        var times = new Dictionary<(int Models, string Name), List<double>>();
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            foreach ((int models, GeneratorBenchmarks benchmarks) in projects)
            {
                foreach ((string name, Func<int> run) in Runs(benchmarks))
                    Measure(times, (models, name), run, keep: round >= WarmUpRounds);
            }
        }
        output.WriteLine("models  floor ms  cold ms  cold ms a model  unrelated edit ms  one model edited ms");
        foreach (int models in Sizes)
        {
            double cold = Median(times[(models, nameof(GeneratorBenchmarks.Cold))]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{models,6}  {Median(times[(models, nameof(GeneratorBenchmarks.Floor))]),8:F2}  {cold,7:F2}  {cold / models,15:F2}  "
                + $"{Median(times[(models, nameof(GeneratorBenchmarks.UnrelatedEdit))]),17:F2}  "
                + $"{Median(times[(models, nameof(GeneratorBenchmarks.OneModelEdited))]),19:F2}"));
        }
    }

    private static IEnumerable<(string Name, Func<int> Run)> Runs(GeneratorBenchmarks benchmarks) =>
    [
        (nameof(benchmarks.Floor), benchmarks.Floor),
        (nameof(benchmarks.Cold), benchmarks.Cold),
        (nameof(benchmarks.UnrelatedEdit), benchmarks.UnrelatedEdit),
        (nameof(benchmarks.OneModelEdited), benchmarks.OneModelEdited),
    ];

    private static void Measure(Dictionary<(int, string), List<double>> times, (int, string) key, Func<int> run, bool keep)
    {
        long start = Stopwatch.GetTimestamp();
        int files = run();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (files == 0)
            throw new InvalidOperationException($"{key}: nothing was generated.");
        if (!keep)
            return;
        if (!times.TryGetValue(key, out List<double>? list))
            times[key] = list = [];
        list.Add(milliseconds);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
