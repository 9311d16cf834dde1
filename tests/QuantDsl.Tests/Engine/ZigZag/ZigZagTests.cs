using QuantDsl.CompilerServices;
using QuantDsl.Formats;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Engine.ZigZag;

/// <summary>What the measures say of trajectories known by hand, and where a step has no step before it.</summary>
public sealed class ZigZagTests
{
    private const float Rate = 0.5f;

    /// <summary>The step is ∓η, so weights at ±η/2 go from side to side for ever.</summary>
    [Fact]
    public void Weights_that_change_sides_for_ever()
    {
        Check<MeasuredSigns>();
        Check<MeasuredTernarySigns>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using var model = TiledModel.Make<TModel>();
            using MeasuredRun run = new(model);
            float[] latent = [.. Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? -Rate / 2 : Rate / 2)];
            Set(model, latent);
            for (int step = 1; step <= 50; step++)
            {
                Laq(model, step, [.. Values(model).Select(w => (float)Math.Sign(w))]);
                ZigZagMeasures expected = new()
                {
                    Parameter = "Out.weight",
                    LevelFlips = 1,
                    LargestSwing = Rate,
                    SignChanges = step == 1 ? null : 1,
                    GradientCosine = step == 1 ? null : -1,
                };
                Assert.Equal(expected, Assert.Single(run.Meter.Last));
            }
        }
    }

    [Fact]
    public void Two_steps_by_hand()
    {
        using var model = TiledModel.Make<MeasuredSigns>();
        using MeasuredRun run = new(model);
        Assert.Empty(run.Meter.Last);
        // Stay at 1; leave 1; rest; turn twice; cross 0; leave 0, which is positive, and return; reach 0; and four that go on.
        Set(model, [1, 1, 0.75f, 0.75f, 0.75f, 0.25f, 0, -0.5f, 1, 1, 1, 1]);

        Laq(model, 1, [-1, -1, 1, 1, -1, 1, 1, -1, 1, 1, 1, 1]);
        Assert.Equal(
            new ZigZagMeasures { Parameter = "Out.weight", LevelFlips = 3 / 12.0, LargestSwing = Rate }, Assert.Single(run.Meter.Last));

        Laq(model, 2, [-1, 1, 0, -1, 1, 1, -1, -1, 1, 1, 1, 1]);
        ZigZagMeasures second = Assert.Single(run.Meter.Last);
        Assert.Equal(
            (1 / 12.0, (double)Rate, 3 / 12.0, null),
            (second.LevelFlips, second.LargestSwing, second.SignChanges, second.TrialCosine));
        Assert.Equal(3 / Math.Sqrt(12 * 11), second.GradientCosine!.Value, 1e-15);
    }

    [Fact]
    public void A_gradient_of_zero_has_no_angle()
    {
        using var model = TiledModel.Make<MeasuredSigns>();
        using MeasuredRun run = new(model);
        float[] some = [.. Enumerable.Repeat(1f, 12)];
        Laq(model, 1, some);
        Laq(model, 2, new float[12]);
        Assert.Equal((0, 0, 0, null), Tuple(run));
        Laq(model, 3, some);
        Assert.Equal((0, Rate, 0, null), Tuple(run) with { Item1 = 0 });
        Laq(model, 4, some);
        Assert.Equal(1, run.Meter.Last[0].GradientCosine);

        static (double, double, double?, double?) Tuple(MeasuredRun run) =>
            (run.Meter.Last[0].LevelFlips, run.Meter.Last[0].LargestSwing, run.Meter.Last[0].SignChanges, run.Meter.Last[0].GradientCosine);
    }

    /// <summary>Levels are then found anew, also by a trial, which has its own weights in the memory of the gradient.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_step_and_one_after_going_back_have_no_step_before(bool backtracks)
    {
        using var run = MeasuredRun.Of<MeasuredTiled>();
        Parameter[] weights = [.. run.Model.Store.Parameters.Where(parameter => parameter.Bits < 32)];
        CheckFirst();
        run.Step();
        using ParameterSnapshot snapshot = run.Model.Store.Snapshot();
        for (int step = 0; step < 3; step++)
            Assert.All(run.Step(), measures => Assert.True(measures is { SignChanges: not null, GradientCosine: not null }));
        run.GoBack(snapshot, steps: 3);
        CheckFirst();
        Assert.All(run.Step(), measures => Assert.True(measures is { SignChanges: not null, GradientCosine: not null }));

        void CheckFirst()
        {
            double[][] before = [.. weights.Select(Levels)];
            IReadOnlyList<ZigZagMeasures> measures = run.Step(run.Draw(), backtracks ? run.Draw() : null);
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.Equal((null, null), (measures[i].SignChanges, measures[i].GradientCosine));
                Assert.Equal(backtracks, measures[i].TrialCosine is not null);
                int flips = before[i].Zip(Levels(weights[i])).Count(pair => pair.First != pair.Second);
                Assert.True(flips > 0 || weights[i].Name == "Out.weight", $"No level of {weights[i].Name} flips.");
                Assert.Equal(flips / (double)before[i].Length, measures[i].LevelFlips);
            }
        }

        static double[] Levels(Parameter weight) => EngineLevels.Of(weight, hasTwoScales: weight.Scale.numel() == 2);
    }

    /// <summary>A snapshot of another branch that happens to have taken as many steps.</summary>
    [Fact]
    public void A_step_after_going_sideways_has_no_step_before()
    {
        using var run = MeasuredRun.Of<MeasuredSmall>();
        run.Step();
        using ParameterSnapshot here = run.Model.Store.Snapshot();
        run.Model.Store.Restore(here);
        Assert.All(run.Step(), measures => Assert.Null(measures.GradientCosine));
    }

    [Fact]
    public void A_step_that_was_not_completed_leaves_no_trace()
    {
        using var run = MeasuredRun.Of<MeasuredSmall>();
        using var other = MeasuredRun.Of<MeasuredSmall>();
        run.Step();
        other.Step();
        run.Break();
        other.Draw(); // what the broken step drew
        Assert.Equal(other.Step(), run.Step());
        Assert.Equal(other.Step(), run.Step());
    }

    [Fact]
    public void With_its_arrays_restored_a_run_measures_what_the_uninterrupted_one_measures()
    {
        using var run = MeasuredRun.Of<MeasuredTiled>();
        for (int step = 0; step < 4; step++)
            run.Step();
        using ParameterSnapshot snapshot = run.Model.Store.Snapshot();
        using var other = TiledModel.Make<MeasuredTiled>(seed: 2);
        using MeasuredRun resumed = new(other);
        other.Store.Restore(snapshot);
        foreach (((string name, ITensorValues to), (_, ITensorValues from)) in resumed.Meter.State.Arrays.Zip(run.Meter.State.Arrays))
        {
            Assert.StartsWith("zigzag.", name);
            using MemoryStream bytes = new();
            from.Read(bytes.Write);
            bytes.Position = 0;
            to.Fill(bytes.ReadExactly);
        }
        float[][] gradients = run.Draw();
        IReadOnlyList<ZigZagMeasures> expected = run.Step(gradients, null);
        resumed.GoBack(steps: -4);
        Assert.Equal(expected, resumed.Step(gradients, null));
        Assert.All(expected, measures => Assert.True(measures is { SignChanges: not null, GradientCosine: not null }));
    }

    [Fact]
    public void An_epochs_measures_are_means_and_its_largest_swing()
    {
        using var run = MeasuredRun.Of<MeasuredSmall>();
        Assert.Empty(run.Meter.Epoch);
        foreach (int steps in new[] { 5, 4 })
        {
            run.Meter.BeginEpoch();
            List<IReadOnlyList<ZigZagMeasures>> all = [.. Enumerable.Range(0, steps).Select(_ => run.Step())];
            foreach ((ZigZagMeasures epoch, int i) in run.Meter.Epoch.Select((epoch, i) => (epoch, i)))
            {
                ZigZagMeasures[] each = [.. all.Select(measures => measures[i])];
                Assert.Equal(each[0].Parameter, epoch.Parameter);
                Assert.Equal(each.Average(step => step.LevelFlips), epoch.LevelFlips, 1e-15);
                Assert.Equal(each.Max(step => step.LargestSwing), epoch.LargestSwing);
                Assert.Equal(each.Average(step => step.SignChanges)!.Value, epoch.SignChanges!.Value, 1e-15);
                Assert.Equal(each.Average(step => step.GradientCosine)!.Value, epoch.GradientCosine!.Value, 1e-15);
                Assert.Equal(each.Average(step => step.TrialCosine)!.Value, epoch.TrialCosine!.Value, 1e-15);
            }
        }
    }

    private static float[] Values(TiledModel model) => [.. model.Store.Parameters[0].Latent.data<float>()];

    private static void Set(TiledModel model, float[] latent)
    {
        model.Store.Stored[0].LatentMemory.Write(latent);
    }

    private static void Laq(TiledModel model, int step, float[] gradient)
    {
        IEnumerable<float[]> none = model.Store.Parameters.Skip(1).Select(other => new float[other.Latent.numel()]);
        using UpdateGradients gradients = new();
        model.Update(
            UpdateKind.Laq, new AdamStep(step, Rate, beta1: 0, beta2: 0, blend: 0.6), gradients.For(UpdateKind.Laq, [gradient, .. none]));
    }
}
