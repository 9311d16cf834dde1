using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

public sealed class ReferenceOptimizerTests
{
    private const double Rate = 0.01;

    [Fact]
    public void At_construction_the_weights_are_quantized_with_uniform_curvature()
    {
        ReferenceParameter p = new([2, 2], Quantizers.Binary, [1, -2, 3, -4]);
        Assert.Equal([2.5], p.Scales);
        Assert.Equal([2.5, -2.5, 2.5, -2.5], p.Quantized);
        Assert.Equal([0.0, 0, 0, 0], p.FirstMoment);
    }

    /// <summary>At t = 1, m̂ = g and √v̂ = |g|, so that w moves by η·g/(|g| + ε) and D = (|g| + ε)/η.</summary>
    [Fact]
    public void The_first_laq_step_by_hand()
    {
        ReferenceParameter p = new([2], Quantizers.Binary, [0.5, -0.2]);
        ReferenceOptimizer optimizer = new([p], Rate);
        double loss = optimizer.LaqStep((q, trial) =>
        {
            Assert.False(trial);
            AssertClose([0.35, -0.35], q[0]);
            return (7, [[2, 4]]);
        });

        Assert.Equal(7, loss);
        Assert.Equal(1, optimizer.StepNumber);
        AssertClose([0.2, 0.4], p.FirstMoment);
        AssertClose([0.004, 0.016], p.SecondMoment);
        AssertClose([0.49, -0.21], p.Latent, 1e-9);

        // D = [200, 400]: (200·.49 + 400·.21)/600
        AssertClose([182.0 / 600], p.Scales, 1e-9);
    }

    /// <summary>The same with gradients 20 and −40 that are clipped to 2 and −2.</summary>
    [Fact]
    public void Gradients_are_clipped_in_both_passes()
    {
        ReferenceParameter p = new([1], Quantizers.FullPrecision, [0.5]);
        ReferenceOptimizer optimizer = new([p], Rate, new AdamOptions(GradientClip: 2));
        optimizer.LaqStep((_, _) => (7, [[20]]));
        AssertClose([0.2], p.FirstMoment);
        AssertClose([0.004], p.SecondMoment);
        optimizer.BacktrackStep((_, trial) => (7, trial ? [[-40]] : [[0.5]]), 0.5);
        double m = 0.9 * 0.2 + 0.05;
        AssertClose([(m + 0.9 * m - 0.2) / 2], p.FirstMoment);
    }

    /// <summary>Gradients 2 and then −1 at the trial, a = 0.6, full precision.</summary>
    [Fact]
    public void The_first_backtrack_step_by_hand()
    {
        ReferenceParameter p = new([1], Quantizers.FullPrecision, [0.5]);
        ReferenceOptimizer optimizer = new([p], Rate);
        List<(double Q, bool Trial)> calls = [];
        double loss = optimizer.BacktrackStep(
            (q, trial) =>
            {
                calls.Add((q[0][0], trial));
                return trial ? (5, [[-1]]) : (7, [[2]]);
            },
            0.6);

        Assert.Equal(7, loss);
        Assert.Equal(1, optimizer.StepNumber);
        Assert.Equal([(0.5, false), (0.49, true)], calls.Select(c => (Math.Round(c.Q, 9), c.Trial)));

        // m = .2, m̂ = 2; m* = .9·.2 − .1 = .08, m̂* = .08/.19. v = .004, v̂ = 4; v* = .999·.004 + .001 = .004996, v̂* = .004996/.001999.
        double g = 0.6 * 2 + 0.4 * 0.08 / 0.19;
        double d = (0.6 * 2 + 0.4 * Math.Sqrt(0.004996 / 0.001999) + 1e-8) / Rate;
        AssertClose([0.5 - g / d], p.Latent);
        AssertClose([0.6 * 0.2 + 0.4 * 0.08], p.FirstMoment);
        AssertClose([0.6 * 0.004 + 0.4 * 0.004996], p.SecondMoment);
    }

    [Fact]
    public void Discarding_the_trial_moments_changes_the_moments_and_not_the_weights()
    {
        (ReferenceOptimizer carry, LossAndGradients problem) = Problem(Quantizers.Linear(3));
        (ReferenceOptimizer discard, _) = Problem(Quantizers.Linear(3));
        (ReferenceOptimizer laq, _) = Problem(Quantizers.Linear(3));
        carry.BacktrackStep(problem, 0.6);
        discard.BacktrackStep(problem, 0.6, carryTrialMoments: false);
        laq.LaqStep(problem);

        Assert.Equal(carry.Parameters[0].Latent, discard.Parameters[0].Latent);
        Assert.NotEqual(carry.Parameters[0].FirstMoment, discard.Parameters[0].FirstMoment);
        Assert.Equal(laq.Parameters[0].FirstMoment, discard.Parameters[0].FirstMoment);
        Assert.Equal(laq.Parameters[0].SecondMoment, discard.Parameters[0].SecondMoment);
    }

    public static TheoryData<string> Names => QuantizerNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_blend_of_one_is_the_laq_step(string name)
    {
        (ReferenceOptimizer backtrack, LossAndGradients problem) = Problem(QuantizersByName[name]);
        (ReferenceOptimizer laq, _) = Problem(QuantizersByName[name]);
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(laq.LaqStep(problem), backtrack.BacktrackStep(problem, 1));
            foreach ((ReferenceParameter expected, ReferenceParameter actual) in laq.Parameters.Zip(backtrack.Parameters))
            {
                Assert.Equal(expected.Latent, actual.Latent);
                Assert.Equal(expected.Quantized, actual.Quantized);
                Assert.Equal(expected.Scales, actual.Scales);
                Assert.Equal(expected.FirstMoment, actual.FirstMoment);
                Assert.Equal(expected.SecondMoment, actual.SecondMoment);
            }
        }
    }

    /// <summary>Step 5 starts from the α of before the step, not from the trial's.</summary>
    [Fact]
    public void The_trial_leaves_weights_and_scales_alone()
    {
        RecordingQuantizer recording = new(Quantizers.Linear(4));
        (ReferenceOptimizer optimizer, LossAndGradients problem) = Problem(recording);
        double alpha = optimizer.Parameters[0].Scales[0];
        recording.PreviousScales.Clear();
        optimizer.BacktrackStep(problem, 0.6);
        Assert.Equal([alpha, alpha], recording.PreviousScales);
        Assert.NotEqual(alpha, optimizer.Parameters[0].Scales[0]);
    }

    /// <summary>The trial is quantized under D, the result under D̄ = a D + (1−a) D*: gradients 2, 4 and then −1, 3.</summary>
    [Fact]
    public void Each_solve_sees_its_own_curvature()
    {
        RecordingQuantizer recording = new(Quantizers.Binary);
        ReferenceOptimizer optimizer = new([new ReferenceParameter([2], recording, [0.5, -0.2])], Rate);
        recording.Curvatures.Clear();
        optimizer.BacktrackStep((_, trial) => (0, trial ? [[-1, 3]] : [[2, 4]]), 0.6);

        Assert.Equal(2, recording.Curvatures.Count);
        AssertClose([2 / Rate, 4 / Rate], recording.Curvatures[0], 1e-7);
        double first = Math.Sqrt((0.999 * 0.004 + 0.001) / 0.001999);
        double second = Math.Sqrt((0.999 * 0.016 + 0.009) / 0.001999);
        AssertClose([(0.6 * 2 + 0.4 * first) / Rate, (0.6 * 4 + 0.4 * second) / Rate], recording.Curvatures[1], 1e-7);
    }

    [Fact]
    public void Only_quantized_weights_are_clipped()
    {
        ReferenceParameter quantized = new([2], Quantizers.Linear(2), [0.999, -0.999]);
        ReferenceParameter full = new([2], Quantizers.FullPrecision, [0.999, -0.999]);
        ReferenceOptimizer optimizer = new([quantized, full], 0.1);
        optimizer.LaqStep((_, _) => (0, [[-1, 1], [-1, 1]]));
        Assert.Equal([1.0, -1], quantized.Latent);
        AssertClose([1.099, -1.099], full.Latent, 1e-7);
        optimizer.BacktrackStep((_, _) => (0, [[-1, 1], [-1, 1]]), 0.6);
        Assert.Equal([1.0, -1], quantized.Latent);
        AssertClose([1.199, -1.199], full.Latent, 1e-7);
    }

    [Fact]
    public void A_shape_that_does_not_hold_the_weights_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ReferenceParameter([2, 3], Quantizers.Binary, new double[5]));

    /// <summary>½ Σ (q − target)² over two parameters, the first quantized.</summary>
    private static (ReferenceOptimizer Optimizer, LossAndGradients Problem) Problem(IQuantizer quantizer)
    {
        double[][] targets = [Normal(1, 12), Normal(2, 3)];
        ReferenceParameter weight = new([3, 4], quantizer, Normal(3, 12, 0.3));
        ReferenceParameter bias = new([3], Quantizers.FullPrecision, Normal(4, 3, 0.3));
        return (new ReferenceOptimizer([weight, bias], Rate), Evaluate);

        (double, double[][]) Evaluate(double[][] q, bool trial)
        {
            double[][] g = [.. q.Zip(targets, (x, y) => x.Zip(y, (a, b) => a - b).ToArray())];
            return (g.Sum(row => row.Sum(x => x * x)) / 2, g);
        }
    }

    private sealed class RecordingQuantizer(IQuantizer inner) : IQuantizer
    {
        public List<double> PreviousScales { get; } = [];

        public List<double[]> Curvatures { get; } = [];

        public bool IsQuantized => inner.IsQuantized;

        public int ScaleCount => inner.ScaleCount;

        public Quantization Quantize(double[] w, double[] d, double[] previousScales)
        {
            PreviousScales.AddRange(previousScales);
            Curvatures.Add(d);
            return inner.Quantize(w, d, previousScales);
        }
    }
}
