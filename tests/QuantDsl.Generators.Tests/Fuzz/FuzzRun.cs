using System.Collections.Concurrent;
using System.Collections.Immutable;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Fuzz.Checking;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>Checks many seeded cases and collects what fails.</summary>
/// <param name="Cases">How many.</param>
/// <param name="Accepted">How many were valid models.</param>
/// <param name="Ids">The language's diagnostics that were reported.</param>
/// <param name="Failures">The first failure of every kind, shrunk, ready to be printed.</param>
internal sealed record FuzzRun(int Cases, int Accepted, IReadOnlySet<string> Ids, IReadOnlyList<string> Failures)
{
    /// <summary>Cases that share a compilation.</summary>
    private const int BatchSize = 20;

    /// <summary>Checks the cases of the seeds 0, 1, …: the same in every run.</summary>
    public static FuzzRun Over(int cases, Func<int, FuzzCase> make, CaseChecker checker)
    {
        var results = new ConcurrentBag<(int Seed, CaseResult Result)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Enumerable.Range(0, cases).Chunk(BatchSize), options, seeds =>
        {
            foreach ((int seed, CaseResult result) in seeds.Zip(checker.Check([.. seeds.Select(make)])))
                results.Add((seed, result));
        });
        IEnumerable<string> failures = results
            .Where(one => one.Result.Violation is not null)
            .GroupBy(one => one.Result.Violation!.Rule, StringComparer.Ordinal)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => Explain([.. kind.Select(one => one.Seed).Order()], kind.Key, make, checker));
        return new FuzzRun(
            cases,
            results.Count(one => one.Result.IsAccepted),
            results.SelectMany(one => one.Result.Ids).ToImmutableHashSet(),
            [.. failures]);
    }

    /// <summary>The seed, the smallest source that fails like it, and why.</summary>
    private static string Explain(int[] seeds, string rule, Func<int, FuzzCase> make, CaseChecker checker)
    {
        FuzzCase smallest = Shrinker.Shrink(make(seeds[0]), rule, checker);
        string detail = checker.Check(smallest).Violation?.Detail ?? "It does not fail when checked again.";
        return $"{rule}: seed {string.Join(", ", seeds.Take(10))}{(seeds.Length > 10 ? $" and {seeds.Length - 10} more" : "")}"
            + $"\n{detail}\n{smallest.Render("Fuzz")}";
    }
}
