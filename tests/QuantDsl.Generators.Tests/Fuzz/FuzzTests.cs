using System.Globalization;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Fuzz.Checking;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>
/// Whatever is declared or typed, the generator does not throw, emits code that compiles or says why not, and is done quickly. A longer run
/// by hand:
/// <c>QUANTDSL_FUZZ=20000 dotnet test tests/QuantDsl.Generators.Tests --filter FuzzTests</c> tries so many cases of each kind.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int? Wanted =
        int.TryParse(Environment.GetEnvironmentVariable("QUANTDSL_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases)
            ? cases
            : null;

    private static readonly CaseChecker Checker = new(new QuantModelGenerator());

    [Fact]
    [Trait("Category", "Slow")]
    public void Random_declarations()
    {
        var run = FuzzRun.Over(Wanted ?? 700, Seeds.Declaration, Checker);

        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures));
        Assert.True(
            run.Accepted * 3 >= run.Cases,
            $"Only {run.Accepted} of {run.Cases} declarations are valid; the others reach less of the compiler.");
        IEnumerable<string> reachable = Descriptors.ById.Keys.Where(id => id != Ids.OnlyPredicts); // such a project only predicts
        Assert.Empty(reachable.Except(run.Ids).Select(id => $"No random declaration reaches {id}."));
    }

    public static TheoryData<string> Names => [.. FailedOnce.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Declarations_that_failed_once(string name)
    {
        CaseResult result = Checker.Check(new TextCase(FailedOnce.Source(name)));

        Assert.True(result.Violation is null, $"{result.Violation}\n{FailedOnce.Source(name)}");
        Assert.Equal(FailedOnce.All[name].Ids, string.Join(" ", result.Ids.Order(StringComparer.Ordinal)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Random_edits()
    {
        var run = FuzzRun.Over(Wanted ?? 200, Seeds.Edit, Checker);

        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures));
    }
}
