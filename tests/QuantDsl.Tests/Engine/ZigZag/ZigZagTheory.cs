using QuantDsl.Tests.Reference;
using Xunit.Abstractions;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Engine.ZigZag;

/// <summary>
/// The measures against the float64 reference over 20 mixed steps, twice: on the engine's own trajectory, where counts agree to the last
/// weight; and on that of the reference optimizer with the same gradients, where float32 puts a few weights beside a boundary.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ZigZagTheory(ITestOutputHelper output)
{
    private const int Steps = 20;
    private const double CosineTolerance = 1e-12;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["binary"] = new(MeasuredRun.Of<MeasuredBinary>, [Binary]),
        ["linear 2"] = new(MeasuredRun.Of<MeasuredTernary>, [Linear(2)]),
        ["linear 4"] = new(MeasuredRun.Of<MeasuredLinear4>, [Linear(4)]),
        ["linear 8"] = new(MeasuredRun.Of<MeasuredLinear8>, [Linear(8)]) { WeightsPerTie = 500 }, // the boundaries lie densely
        ["logarithmic 4"] = new(MeasuredRun.Of<MeasuredLogarithmic4>, [Logarithmic(4)]),
        ["two-scale"] = new(MeasuredRun.Of<MeasuredTwoScale>, [TwoScaleTernary]),
        ["exact"] = new(MeasuredRun.Of<MeasuredExact>, [new WithoutMemory(ExactTernary)]),
        ["exact two-scale"] = new(MeasuredRun.Of<MeasuredExactTwoScale>, [new WithoutMemory(ExactTwoScaleTernary)]),
        ["per channel"] = new(
            MeasuredRun.Of<MeasuredPerChannel>,
            [
                Linear(2), Binary, Binary, Linear(3), Linear(8), Logarithmic(4), TwoScaleTernary, new WithoutMemory(ExactTernary),
                new WithoutMemory(ExactTwoScaleTernary),
            ],
            PerChannel: true),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Measures_are_those_of_the_engines_trajectory(string name)
    {
        using MeasuredRun run = Cases[name].Make();
        Parameter[] weights = Weights(run);
        ReferenceZigZag[] references =
            [.. weights.Select((weight, i) => new ReferenceZigZag(weight.Latent.ToDoubles(), Levels(name, i, weight)))];
        int flips = 0;
        int changes = 0;
        for (int step = 1; step <= Steps; step++)
        {
            float[][] gradients = run.Draw();
            float[][]? trial = MeasuredRun.Backtracks(step) ? run.Draw() : null;
            IReadOnlyList<ZigZagMeasures> actual = run.Step(gradients, trial);
            Assert.Equal(weights.Select(weight => weight.Name), actual.Select(measures => measures.Parameter));
            for (int i = 0; i < weights.Length; i++)
            {
                int index = Index(run, weights[i]);
                ZigZagMeasures expected = references[i].Step(
                    weights[i].Latent.ToDoubles(),
                    Levels(name, i, weights[i]),
                    Doubles(gradients[index]),
                    trial is null ? null : Doubles(trial[index]));
                string where = $"{name}, step {step}, {weights[i].Name}";
                Assert.Equal((where, expected.LevelFlips), (where, actual[i].LevelFlips));
                Assert.Equal((where, expected.SignChanges), (where, actual[i].SignChanges));
                Assert.Equal((where, (float)expected.LargestSwing), (where, (float)actual[i].LargestSwing));
                Close(expected.GradientCosine, actual[i].GradientCosine, where);
                Close(expected.TrialCosine, actual[i].TrialCosine, where);
                flips += references[i].Counts.Flips;
                changes += references[i].Counts.SignChanges ?? 0;
            }
        }
        output.WriteLine($"{flips} flips, {changes} changes of sign");
        Assert.True(flips > 1000 && changes > 1000, "The run has little to measure.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Measures_are_those_of_the_reference_optimizer(string name)
    {
        Case it = Cases[name];
        using MeasuredRun run = it.Make();
        Parameter[] weights = Weights(run);
        ReferenceOptimizer optimizer = new(
            [
                .. run.Model.Store.Parameters.Select(parameter => new ReferenceParameter(
                    [.. parameter.Latent.shape.Select(size => (int)size)],
                    Array.IndexOf(weights, parameter) is var i && i < 0 ? FullPrecision : it.Of(i, parameter),
                    parameter.Latent.ToDoubles())),
            ],
            MeasuredRun.Rate);
        ReferenceParameter[] parameters = [.. weights.Select(weight => optimizer.Parameters[Index(run, weight)])];
        ReferenceZigZag[] references = [.. parameters.Select(parameter => new ReferenceZigZag(parameter.Latent, parameter.Levels))];
        int differing = 0;
        int counted = 0;
        for (int step = 1; step <= Steps; step++)
        {
            float[][] gradients = run.Draw();
            float[][]? trial = MeasuredRun.Backtracks(step) ? run.Draw() : null;
            IReadOnlyList<ZigZagMeasures> actual = run.Step(gradients, trial);
            if (trial is null)
                optimizer.LaqStep((_, _) => (0, [.. gradients.Select(Doubles)]));
            else
                optimizer.BacktrackStep((_, isTrial) => (0, [.. (isTrial ? trial : gradients).Select(Doubles)]), a: 0.6);
            for (int i = 0; i < weights.Length; i++)
            {
                int index = Index(run, weights[i]);
                ReferenceParameter parameter = parameters[i];
                ZigZagMeasures expected = references[i].Step(
                    parameter.Latent, parameter.Levels, Doubles(gradients[index]), trial is null ? null : Doubles(trial[index]));
                string where = $"{name}, step {step}, {weights[i].Name}";
                int count = parameter.Latent.Length;
                Assert.Equal(expected.LargestSwing, actual[i].LargestSwing, 6e-8); // a unit in the last place of a weight of ½
                Close(expected.GradientCosine, actual[i].GradientCosine, where);
                Close(expected.TrialCosine, actual[i].TrialCosine, where);
                Assert.Equal(expected.SignChanges is null, actual[i].SignChanges is null);
                int difference = (int)Math.Round(count * (Math.Abs(expected.LevelFlips - actual[i].LevelFlips)
                    + Math.Abs((expected.SignChanges ?? 0) - (actual[i].SignChanges ?? 0))));
                Assert.True(difference <= 2 + (count / it.WeightsPerTie), $"{where}: {difference} of {count} weights differ.");
                differing += difference;
                counted += references[i].Counts.Flips + (references[i].Counts.SignChanges ?? 0);
            }
        }
        output.WriteLine($"{differing} of {counted} differ");
    }

    private static Parameter[] Weights(MeasuredRun run) => [.. run.Model.Store.Parameters.Where(parameter => parameter.Bits < 32)];

    private static int Index(MeasuredRun run, Parameter parameter) => run.Model.Store.Parameters.ToList().IndexOf(parameter);

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static void Close(double? expected, double? actual, string where) => Assert.True(
        expected is null == actual is null && (expected is not { } value || Math.Abs(value - actual!.Value) <= CosineTolerance),
        $"{where}: the cosine is {actual:R}, expected {expected:R}.");

    private static double[] Levels(string name, int weight, Parameter parameter) =>
        EngineLevels.Of(parameter, hasTwoScales: Cases[name].Quantizer(weight).ScaleCount == 2);

    /// <param name="Make">The model.</param>
    /// <param name="Quantizers">Of each weight in order, or one for all.</param>
    /// <param name="PerChannel">Whether each row has its own scale.</param>
    private sealed record Case(Func<MeasuredRun> Make, IQuantizer[] Quantizers, bool PerChannel = false)
    {
        /// <summary>One of so many weights may lie on the other side of a boundary.</summary>
        public int WeightsPerTie { get; init; } = 5000;

        public IQuantizer Quantizer(int weight) => Quantizers[Quantizers.Length == 1 ? 0 : weight];

        public IQuantizer Of(int weight, Parameter parameter) =>
            PerChannel ? Tests.Reference.Quantizers.PerChannel(Quantizer(weight), (int)parameter.Latent.size(0)) : Quantizer(weight);
    }
}
