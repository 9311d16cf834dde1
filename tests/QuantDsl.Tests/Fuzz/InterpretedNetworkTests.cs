using Xunit.Abstractions;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Random networks, interpreted from their generated code on the runtime's kernels, agree with the float64 reference in losses, gradients
/// and five steps. A longer run by hand:
/// <c>QUANTDSL_FUZZ=20000 dotnet test tests/QuantDsl.Tests --filter InterpretedNetworkTests</c>; with <c>QUANTDSL_FUZZ_SEED=732</c>
/// instead, the network of that seed alone. Two classes have a half each, so that both can run at the same time.
/// </summary>
public abstract class InterpretedNetworkTests(ITestOutputHelper output, int half)
{
    private const int InContinuousIntegration = 500;

    [Fact]
    [Trait("Category", "Slow")]
    public void Agree_with_the_reference()
    {
        int count = FuzzSettings.Networks ?? InContinuousIntegration, first = half * (count / 2), end = half == 0 ? count / 2 : count;
        var run = new FuzzRun(isCompiled: false);
        run.Over(FuzzSettings.Seed is { } seed ? (half == 0 ? [seed] : []) : Enumerable.Range(first, end - first));
        output.WriteLine(run.ToString());
        run.AssertAgreement();
    }
}
