using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Any two quantizers can be used in one model, in either order.</summary>
public sealed class QuantizerPairTests
{
    /// <summary>1 bit, 2 bits and more are different kinds of quantizers; among the larger ones only constants differ.</summary>
    private static readonly int[] BitsClasses = [1, 2, 3];

    /// <summary>Gates are rows with scales of their own, as channels are; the exact solver of 1 bit is the closed form.</summary>
    private static readonly WeightsAttribute[] All =
    [
        .. from bits in BitsClasses
           from grid in Enum.GetValues<Grid>()
           from scale in new[] { Scale.PerLayer, Scale.PerChannel }
           from solver in Enum.GetValues<Solver>()
           where (bits > 1 || grid == Grid.Linear) && (bits == 2 || (grid != Grid.TwoScale && solver != Solver.Exact))
           select new WeightsAttribute { Bits = bits, Grid = grid, Scale = scale, Solver = solver },
    ];

    public static TheoryData<int> Firsts => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Firsts))]
    public void Two_in_one_model_compile(int first)
    {
        IEnumerable<string> models = All.Select((second, number) => $$"""
            [QuantModel(4), CrossEntropy]
            public sealed partial class Pair{{number}}
            {
                {{Layer(All[first], "First")}}
                {{Layer(second, "Second")}}
            }
            """);
        GeneratorHarness.Driver(trackSteps: false).RunGeneratorsAndUpdateCompilation(
            GeneratorHarness.Compilation([.. models]), out Compilation output, out _);

        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        int files = output.SyntaxTrees.Count(tree => tree.FilePath.Contains("Models.Pair", StringComparison.Ordinal));
        Assert.Equal(All.Length * 10, files);
    }

    /// <summary>Generated code tells quantizers apart by their names.</summary>
    [Fact]
    public void Different_quantizers_have_different_names()
    {
        IEnumerable<Quantizer> quantizers =
            from bits in Enumerable.Range(1, 8)
            from weights in All
            where weights.Bits == Math.Min(bits, BitsClasses[^1])
            select Quantizer.Of(new QuantizerDeclaration(
                bits, (GridKind)weights.Grid, (ScaleKind)weights.Scale, weights.Solver == Solver.Exact, null, 0, Diagnostics.Anchor.Class));

        Assert.Empty(quantizers.Distinct().GroupBy(quantizer => quantizer.Name).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    private static string Layer(WeightsAttribute weights, string name)
    {
        string quantizer = $"Bits = {weights.Bits}, Grid = Grid.{weights.Grid}, Scale = Scale.{weights.Scale}, "
            + $"Solver = Solver.{weights.Solver}";
        return $"[Linear(5), BatchNorm, Weights({quantizer})] public partial Layer {name} {{ get; }}";
    }
}
