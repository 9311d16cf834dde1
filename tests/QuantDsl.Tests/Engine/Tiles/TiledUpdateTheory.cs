using QuantDsl.Tests.Reference;
using Xunit.Abstractions;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Updates of parameters of several tiles against the float64 reference, through the lists and past them.</summary>
[Trait("Category", "Slow")]
public sealed class TiledUpdateTheory(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["binary"] = new(TiledModel.Make<TiledBinary>, Binary),
        ["linear 2"] = new(TiledModel.Make<TiledTernary>, Linear(2), HasLists: true),
        ["linear 3"] = new(TiledModel.Make<TiledLinear3>, Linear(3), HasLists: true) { Band = 0.7, Settling = 10 },
        ["linear 8"] = new(TiledModel.Make<TiledLinear8>, Linear(8), HasLists: true) { Settling = 20, TrialMayWiden = true },
        ["logarithmic 4"] = new(TiledModel.Make<TiledLogarithmic4>, Logarithmic(4), HasLists: true),
        ["two-scale"] = new(TiledModel.Make<TiledTwoScale>, TwoScaleTernary, HasLists: true),
        ["exact"] = new(TiledModel.Make<TiledExact>, new WithoutMemory(ExactTernary)) { Passes = 1 },
        ["exact two-scale"] = new(TiledModel.Make<TiledExactTwoScale>, new WithoutMemory(ExactTwoScaleTernary)) { Passes = 1 },
        ["full precision"] = new(TiledModel.Make<TiledFullPrecision>, FullPrecision) { Passes = 1 },
    };

    /// <summary>Gradients of a common size; and of the size of ε, where ratios of D depend on the bias correction.</summary>
    public static TheoryData<string, double> Alternating
    {
        get
        {
            TheoryData<string, double> cases = new() { { "linear 2", 2e-8 } };
            foreach (string name in Cases.Keys)
                cases.Add(name, 1e-2);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Alternating))]
    public void Agrees_with_the_reference_with_lists_and_without(string name, double size)
    {
        Case it = Cases[name];
        List<bool> hasSwept = [.. StepComparison.Seeds.Select(seed => Compare(it, name, size, seed))];

        // With 127 levels it depends on the numbers whether a jump leaves the range of a scale.
        Assert.True(it.TrialMayWiden ? hasSwept.Contains(it.HasLists) : hasSwept.TrueForAll(swept => swept == it.HasLists));
    }

    /// <summary>Compares every step with the reference; returns whether the jump made the solver go over all weights.</summary>
    private bool Compare(Case it, string name, double size, long seed)
    {
        using UpdateComparison comparison = new($"{name}, seed {seed}", it.Make(seed), _ => it.Quantizer);
        ChosenGradients gradients = new(comparison.Engine, size);
        long all = it.Passes * comparison.Engine.Floats;

        long steady = 0;
        for (int step = 0; step < it.Settling; step++)
            steady = comparison.Laq(gradients.Steady());
        (long Trial, long Back) steadyBack = comparison.Backtrack(gradients.Steady(), gradients.Steady());

        long jumped = comparison.Laq(gradients.Jump(0.8, 2, factor: 30));
        for (int step = 0; step < 3; step++)
            comparison.Laq(gradients.Steady());
        float[][] jump = gradients.Jump(it.Band, it.Band + 0.1, factor: 300);
        (long trial, long back) = comparison.Backtrack(jump, jump);
        output.WriteLine($"{all}: steady {steady}, {steadyBack}, jump {jumped}, trial {trial}, back {back}");
        Write(comparison);
        Assert.Equal(all, steady);
        Assert.Equal((all, all), steadyBack);
        if (!it.TrialMayWiden)
        {
            Assert.Equal(it.HasLists, trial > all);
            Assert.Equal(it.HasLists, back > all);
        }
        return jumped > all;
    }

    /// <summary>The sweep of one side writes over the lists that the other, which stays in its window, would have used.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_side_may_sweep_and_the_other_not(int sign)
    {
        using UpdateComparison comparison = new("two-scale", TiledModel.Make<TiledTwoScale>(), _ => TwoScaleTernary);
        ChosenGradients gradients = new(comparison.Engine, 1e-2);
        long all = 2 * comparison.Engine.Floats;
        for (int step = 0; step < 4; step++)
            comparison.Laq(gradients.Steady());
        Assert.True(comparison.Laq(gradients.Jump(0.8, 2, factor: 30, sign)) > all);
        for (int step = 0; step < 3; step++)
            comparison.Laq(gradients.Steady());
        float[][] jump = gradients.Jump(0.5, 0.6, factor: 300, sign);
        (long trial, long back) = comparison.Backtrack(jump, jump);
        Assert.True(trial > all && back > all);
    }

    [Fact]
    public void Every_quantizer_agrees_with_the_reference_in_one_model()
    {
        using UpdateComparison comparison = new(
            "every quantizer",
            TiledModel.Make<EveryTiled>(),
            _ => Binary, _ => Linear(2), _ => Linear(3), _ => Linear(8), _ => Logarithmic(4), _ => TwoScaleTernary,
            _ => new WithoutMemory(ExactTernary), _ => new WithoutMemory(ExactTwoScaleTernary), _ => FullPrecision, _ => Linear(2));
        MixedSteps(comparison);
    }

    [Fact]
    public void Every_quantizer_agrees_with_the_reference_per_channel_in_one_model()
    {
        Func<Parameter, IQuantizer> Rows(IQuantizer quantizer) => parameter => PerChannel(quantizer, (int)parameter.Latent.size(0));
        using UpdateComparison comparison = new(
            "per channel",
            TiledModel.Make<TiledPerChannel>(),
            Rows(Linear(2)), Rows(Binary), Rows(Binary), Rows(Linear(3)), Rows(Linear(8)), Rows(Logarithmic(4)), Rows(TwoScaleTernary),
            Rows(new WithoutMemory(ExactTernary)), Rows(new WithoutMemory(ExactTwoScaleTernary)));
        MixedSteps(comparison);
    }

    private void MixedSteps(UpdateComparison comparison)
    {
        ChosenGradients gradients = new(comparison.Engine, 1e-2);
        comparison.Laq(gradients.Steady());
        comparison.Laq(gradients.Jump(0.8, 2, factor: 30));
        comparison.Backtrack(gradients.Steady(), gradients.Jump(0.4, 0.7, factor: 30));
        comparison.Laq(gradients.Steady());
        comparison.Backtrack(gradients.Jump(0, 0.4, factor: 100), gradients.Steady());
        Write(comparison);
    }

    private void Write(UpdateComparison comparison) => output.WriteLine(
        $"{comparison.Ties} ties; of the tolerances "
            + string.Join(", ", comparison.Deviations.Select(pair => $"{pair.Key} {pair.Value:0.00}")));

    /// <param name="Make">The model.</param>
    /// <param name="Quantizer">Of all its weights.</param>
    /// <param name="HasLists">Whether it alternates, with lists.</param>
    private sealed record Case(Func<long, TiledModel> Make, IQuantizer Quantizer, bool HasLists = false)
    {
        /// <summary>Passes of an update.</summary>
        public int Passes { get; init; } = 2;

        /// <summary>
        /// Whether the trial may make the ranges so wide that the second half of the step needs no sweep: its many levels hardly move the
        /// scales.
        /// </summary>
        public bool TrialMayWiden { get; init; }

        /// <summary>Steady steps until the windows are narrow enough for lists.</summary>
        public int Settling { get; init; } = 4;

        /// <summary>Weights whose gradients then jump, from this fraction of the largest weight on: they fit another scale.</summary>
        public double Band { get; init; } = 0.5;
    }
}
