using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Random networks, compiled to assemblies, agree with the float64 reference in losses, gradients and five steps; <see
/// cref="InterpretedNetworkTests"/> say how to run more.
/// </summary>
public sealed class CompiledNetworkTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Agree_with_the_reference()
    {
        var run = new FuzzRun(isCompiled: true);
        int networks = FuzzSettings.Networks is { } wanted ? wanted / 10 : 100;
        run.Over(FuzzSettings.Seed is { } seed ? [seed] : Enumerable.Range(1_000_000, networks));
        output.WriteLine(run.ToString());
        run.AssertAgreement();
    }
}
