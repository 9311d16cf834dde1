using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Random networks, interpreted from their generated code on the runtime's kernels, agree with the float64 reference in losses, gradients
/// and five steps. A longer run by hand:
/// <c>QUANTDSL_FUZZ=20000 dotnet test tests/QuantDsl.Tests --filter InterpretedNetworkTests</c>; with <c>QUANTDSL_FUZZ_SEED=732</c>
/// instead, the network of that seed alone.
/// </summary>
public sealed class InterpretedNetworkTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Agree_with_the_reference()
    {
        var run = new FuzzRun(isCompiled: false);
        run.Over(FuzzSettings.Seed is { } seed ? [seed] : Enumerable.Range(0, FuzzSettings.Networks ?? 2000));
        output.WriteLine(run.ToString());
        run.AssertAgreement();
    }
}
