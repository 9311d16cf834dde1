namespace QuantDsl.Tests.Reference;

/// <summary>The measures of the paper's example: ℓ = c|ω|^(3/2) with its exact curvature, for which LAQ maps ω → −ω.</summary>
public sealed class ReferenceZigZagTests
{
    [Fact]
    public void Laq_zig_zags_in_every_measure()
    {
        double w = 0.7;
        ReferenceZigZag measures = new([w], [1]);
        for (int step = 1; step <= 100; step++)
        {
            double g = Gradient(w);
            w -= g / Curvature(w);
            ZigZagMeasures actual = measures.Step([w], [Math.Sign(w)], [g], null);
            Assert.Equal(1, actual.LevelFlips);
            Assert.Equal(1.4, actual.LargestSwing, 1e-10);
            Assert.Equal(step == 1 ? null : 1, actual.SignChanges);
            Assert.Equal(step == 1 ? 0 : -1, actual.GradientCosine ?? 0, 1e-15);
            Assert.Null(actual.TrialCosine);
        }
    }

    /// <summary>ω → 0.6ω with the paper's blend: the trial turns against the gradient, the steps never do.</summary>
    [Fact]
    public void Backtracking_does_not()
    {
        const double A = 0.6;
        double w = 0.7;
        ReferenceZigZag measures = new([w], [1]);
        for (int step = 1; step <= 40; step++)
        {
            double g = Gradient(w);
            double trial = w - (g / Curvature(w));
            double blended = ((A * g) + ((1 - A) * Gradient(trial))) / ((A * Curvature(w)) + ((1 - A) * Curvature(trial)));
            w -= blended;
            ZigZagMeasures actual = measures.Step([w], [Math.Sign(w)], [g], [Gradient(trial)]);
            Assert.Equal(0, actual.LevelFlips);
            Assert.Equal(step == 1 ? null : 0, actual.SignChanges);
            Assert.Equal(step == 1 ? 0 : 1, actual.GradientCosine ?? 0, 1e-15);
            Assert.Equal(-1, actual.TrialCosine!.Value, 1e-15);
        }
    }

    private static double Gradient(double w) => 1.5 * Math.Sign(w) * Math.Sqrt(Math.Abs(w));

    private static double Curvature(double w) => 0.75 / Math.Sqrt(Math.Abs(w));
}
