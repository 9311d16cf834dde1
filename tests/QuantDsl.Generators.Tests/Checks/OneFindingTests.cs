using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>D11: of a layer that does not begin as it has to, nothing else is said.</summary>
public sealed class OneFindingTests
{
    [Theory]
    [InlineData("CrossEntropy")]
    [InlineData("SquaredHinge")]
    public void A_layer_that_begins_with_a_pooling_is_told_only_that(string loss)
    {
        CompilationResult result = GeneratorHarness.Run($$"""
            [QuantModel(1, 8, 8), Weights(Bits = 1), {{loss}}]
            public sealed partial class Net
            {
                [Conv2d(4, 3), BatchNorm] public partial Layer Conv { get; }
                [GlobalAvgPool2d, Linear(10)] public partial Layer Out { get; }
            }
            """);

        Assert.Equal(["QDSL0105"], result.Findings.Select(finding => finding.Id));
    }
}
