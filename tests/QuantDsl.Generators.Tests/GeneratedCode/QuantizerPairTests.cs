using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Any two quantizers may stand in one model. Two exact 2-bit ones of different grids once shared a name but not their code.</summary>
public sealed class QuantizerPairTests
{
    private static readonly string[] Quantizers =
    [
        "Bits = 1",
        "Bits = 2",
        "Bits = 2, Grid = Grid.Logarithmic",
        "Bits = 2, Grid = Grid.TwoScale",
        "Bits = 2, Solver = Solver.Exact",
        "Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact",
        "Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact",
        "Bits = 3",
    ];

    /// <summary>All pairs of quantizers with one scale and with one per channel.</summary>
    [Fact]
    public void Any_two_quantizers_compile_in_one_model()
    {
        string[] all = [.. Quantizers.SelectMany(one => new[] { one, $"{one}, Scale = Scale.PerChannel" })];
        IEnumerable<string> models =
            from first in Enumerable.Range(0, all.Length)
            from second in Enumerable.Range(0, first)
            select $$"""
                [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                public sealed partial class Net_{{first}}_{{second}}
                {
                    [Linear(4), BatchNorm, Weights({{all[first]}})] public partial Layer First { get; }
                    [Linear(4), BatchNorm, Weights({{all[second]}})] public partial Layer Second { get; }
                }

                """;
        GeneratorHarness.Run(string.Concat(models)).AssertNoCompilerErrors();
    }
}
