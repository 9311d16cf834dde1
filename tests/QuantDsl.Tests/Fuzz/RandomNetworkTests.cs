using System.Globalization;
using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Random networks agree with the float64 reference in losses, gradients and five steps. A longer run by hand:
/// <c>QUANTDSL_FUZZ=20000 dotnet test tests/QuantDsl.Tests --filter RandomNetworkTests</c>; with <c>QUANTDSL_FUZZ_SEED=732</c> instead, the network of
/// that seed alone.
/// </summary>
public sealed class RandomNetworkTests(ITestOutputHelper output)
{
    /// <summary>Of a hundred networks, rounding may leave so many undecided.</summary>
    private const int MostUndecided = 6;

    private static readonly int? Wanted = Number("QUANTDSL_FUZZ");
    private static readonly int? Seed = Number("QUANTDSL_FUZZ_SEED");

    [Fact]
    [Trait("Category", "Slow")]
    public void Interpreted_networks_agree_with_the_reference() => Check(new FuzzRun(isCompiled: false), 0, Wanted ?? 900);

    [Fact]
    [Trait("Category", "Slow")]
    public void Compiled_networks_agree_with_the_reference() =>
        Check(new FuzzRun(isCompiled: true), 1_000_000, Wanted is { } wanted ? wanted / 10 : 100);

    private void Check(FuzzRun run, int firstSeed, int networks)
    {
        run.Over(Seed is { } seed ? [seed] : Enumerable.Range(firstSeed, networks));
        output.WriteLine(run.ToString());
        Assert.True(run.Failures.Count == 0, string.Join("\n", run.Failures));
        Assert.True(run.Undecided.Count * 100 <= run.Networks * MostUndecided, $"Too many are undecided: {run}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
