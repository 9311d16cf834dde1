using System.Reflection;

namespace QuantDsl.Tests.Engine;

/// <summary>The cases reach every quantizer that can be declared.</summary>
public sealed class StepCasesTests
{
    public static TheoryData<Grid, Scale, Solver> Quantizers
    {
        get
        {
            TheoryData<Grid, Scale, Solver> quantizers = [];
            foreach (Grid grid in Enum.GetValues<Grid>())
            {
                foreach (Scale scale in Enum.GetValues<Scale>())
                {
                    foreach (Solver solver in Enum.GetValues<Solver>())
                        quantizers.Add(grid, scale, solver);
                }
            }

            return quantizers;
        }
    }

    [Theory]
    [MemberData(nameof(Quantizers))]
    public void A_case_has_every_grid_with_every_scale_and_solver(Grid grid, Scale scale, Solver solver) =>
        Assert.Contains(
            Declared(),
            weights => weights.Bits > 1 && weights.Grid == grid && weights.Scale == scale && weights.Solver == solver);

    [Theory]
    [InlineData(Scale.PerLayer)]
    [InlineData(Scale.PerChannel)]
    [InlineData(Scale.PerGate)]
    public void A_case_is_binary_with_every_scale(Scale scale) =>
        Assert.Contains(Declared(), weights => weights.Bits == 1 && weights.Scale == scale);

    private static IEnumerable<WeightsAttribute> Declared() =>
        StepCases.All.Values.SelectMany(@case => @case.Model.GetProperties().Append<MemberInfo>(@case.Model))
            .SelectMany(member => member.GetCustomAttributes<WeightsAttribute>());
}
