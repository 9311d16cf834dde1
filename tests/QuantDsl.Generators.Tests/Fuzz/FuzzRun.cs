using System.Collections.Concurrent;
using System.Collections.Immutable;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Fuzz.Judging;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>Judges many seeded cases and collects what fails.</summary>
/// <param name="Cases">How many.</param>
/// <param name="Accepted">How many were valid models.</param>
/// <param name="Ids">The language's diagnostics that were reported.</param>
/// <param name="Failures">The first failure of every kind, shrunk, ready to be printed.</param>
internal sealed record FuzzRun(int Cases, int Accepted, IReadOnlySet<string> Ids, IReadOnlyList<string> Failures)
{
    /// <summary>Cases that share a compilation.</summary>
    private const int BatchSize = 20;

    /// <summary>Judges the cases of the seeds 0, 1, …: the same in every run.</summary>
    public static FuzzRun Over(int cases, Func<int, FuzzCase> make, Court court)
    {
        var verdicts = new ConcurrentBag<(int Seed, Verdict Verdict)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Enumerable.Range(0, cases).Chunk(BatchSize), options, seeds =>
        {
            foreach ((int seed, Verdict verdict) in seeds.Zip(court.Judge([.. seeds.Select(make)])))
                verdicts.Add((seed, verdict));
        });
        IEnumerable<string> failures = verdicts
            .Where(judged => judged.Verdict.Violation is not null)
            .GroupBy(judged => judged.Verdict.Violation!.Rule, StringComparer.Ordinal)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => Explain([.. kind.Select(judged => judged.Seed).Order()], kind.Key, make, court));
        return new FuzzRun(
            cases,
            verdicts.Count(judged => judged.Verdict.IsAccepted),
            verdicts.SelectMany(judged => judged.Verdict.Ids).ToImmutableHashSet(),
            [.. failures]);
    }

    /// <summary>The seed, the smallest source that fails like it, and why.</summary>
    private static string Explain(int[] seeds, string rule, Func<int, FuzzCase> make, Court court)
    {
        FuzzCase smallest = Shrinker.Shrink(make(seeds[0]), rule, court);
        string detail = court.Judge(smallest).Violation?.Detail ?? "It does not fail when judged again.";
        return $"{rule}: seed {string.Join(", ", seeds.Take(10))}{(seeds.Length > 10 ? $" and {seeds.Length - 10} more" : "")}\n{detail}\n{smallest.Render("Fuzz")}";
    }
}
