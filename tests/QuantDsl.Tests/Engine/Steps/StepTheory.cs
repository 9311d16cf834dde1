using QuantDsl.Tests.Native;
using Xunit.Abstractions;

namespace QuantDsl.Tests.Engine;

/// <summary>Whole training steps of generated models against the float64 reference.</summary>
public sealed class StepTheory(ITestOutputHelper output)
{
    private const int Steps = 12;

    public static TheoryData<string, StepRule> Flat => Cases(StepCases.Flat);

    public static TheoryData<string, StepRule> Convolutional => Cases(StepCases.Convolutional);

    [Theory]
    [MemberData(nameof(Flat))]
    public void Agrees_with_the_reference_after_every_step(string name, StepRule rule) => Compare(name, rule);

    [ConvolutionTheory]
    [MemberData(nameof(Convolutional))]
    public void Convolutional_networks_agree_with_the_reference_after_every_step(string name, StepRule rule) => Compare(name, rule);

    private static TheoryData<string, StepRule> Cases(IEnumerable<string> names)
    {
        TheoryData<string, StepRule> cases = [];
        foreach (string name in names)
        {
            foreach (StepRule rule in Enum.GetValues<StepRule>())
                cases.Add(name, rule);
        }

        return cases;
    }

    private void Compare(string name, StepRule rule)
    {
        foreach (int seed in StepComparison.Seeds)
        {
            using StepComparison comparison = new($"{name}, {rule}", StepCases.All[name], seed);
            comparison.Run(rule, Steps);
            comparison.ComparePredictions();
            output.WriteLine($"Seed {seed}: {comparison.Ties} ties, {comparison.Retried} steps with others than at first; "
                + "of the tolerances " + string.Join(", ", comparison.Deviations.Select(pair => $"{pair.Key} {pair.Value:0.00}")));
        }
    }
}
