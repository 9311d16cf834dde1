using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Evaluations take as many samples at a time as 128 MiB of activations allow.</summary>
public sealed class EvaluationBatchTests
{
    /// <summary>
    /// A layer of 1×1 convolutions with as many channels as the input: two values of a sample are alive at the same time.
    /// </summary>
    [Theory]
    [InlineData(8, 64, 500)] // 8·64·64 floats, twice, are 256 KiB: 512 samples would do
    [InlineData(16, 64, 256)]
    [InlineData(64, 128, 16)]
    [InlineData(64, 1024, 1)] // 512 MiB
    public void Fits_the_budget(int channels, int size, int expected)
    {
        ModelPlan plan = Plan($$"""
            [QuantModel({{channels}}, {{size}}, {{size}}, Batch = 10), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d({{channels}}, 1), BatchNorm, ReLU, GlobalAvgPool2d] public partial Layer Conv { get; }
                [Linear(10), BatchNorm] public partial Layer Out { get; }
            }
            """);
        Assert.Equal(2L * channels * size * size * sizeof(float), plan.ActivationBytes);
        Assert.Equal(expected, plan.EvaluationBatch);
    }

    [Fact]
    public void Sequences_are_taken_as_in_training() => Assert.Equal(7, Plan("""
        [QuantModel(20, Batch = 7), OneHot(5), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Lstm(8)] public partial Layer Lstm { get; }
            [Linear(5)] public partial Layer Out { get; }
        }
        """).EvaluationBatch);

    private static ModelPlan Plan(string source)
    {
        Microsoft.CodeAnalysis.Compilation compilation = GeneratorHarness.Compilation(source);
        Microsoft.CodeAnalysis.INamedTypeSymbol type = Assert.Single(
            compilation.GetSymbolsWithName("Net", Microsoft.CodeAnalysis.SymbolFilter.Type)
                .OfType<Microsoft.CodeAnalysis.INamedTypeSymbol>());
        return Planner.Plan(ModelParser.Parse(type), Graphs.Of(source));
    }
}
