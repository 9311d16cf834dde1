namespace QuantDsl.Tests.Reference;

/// <summary>
/// The zig-zag of the BLAQ paper in one dimension, in full precision (Q the identity), with the curvature given instead of estimated:
/// LAQ is then ω ← ω − g/D, and backtracking is the trial ω* = ω − g/D, g* and D* there, and ω ← ω − ḡ/D̄ with
/// ḡ = a g + (1−a) g*, D̄ = a D + (1−a) D* (BLAQ eq. 8, 9).
/// <para>
/// ℓ = c|ω|^(3/2), D = ℓ''. Here ℓ' = 1.5c·sign(ω)|ω|^½ and ℓ'' = 0.75c|ω|^-½, so ℓ'/ℓ'' = 2ω: LAQ maps ω → −ω, for ever.
/// Backtracking: ω* = −ω, g* = −g, D* = D; ḡ/D̄ = (2a−1)·2ω; so ω → (3−4a)ω.
/// </para>
/// <para>
/// ℓ = ½hω², D = h/s, a curvature underestimated s-fold. LAQ maps ω → (1−s)ω, which is the zig-zag for s = 2 and diverges beyond.
/// Backtracking: ω* = (1−s)ω, g* = h(1−s)ω, so ḡ = h(1 − s(1−a))ω and ω → (1 − s + s²(1−a))ω; for s = 2 that is (3−4a)ω again.
/// </para>
/// <para>
/// Convergence for s = 2: |3−4a| &lt; 1, that is ½ &lt; a &lt; 1. At a = ½ nothing moves, below it diverges, a = ¾ arrives in one step,
/// at a = 1 it is LAQ. In general |1 − s + s²(1−a)| &lt; 1, that is 1 − 1/s &lt; a &lt; 1 − (s−2)/s² (and a ≤ 1): the paper's a = 0.6
/// repairs s = 2 but not s = 3, which needs ⅔ &lt; a &lt; 8/9.
/// </para>
/// </summary>
public sealed class ZigZagTests
{
    private const double Start = 0.7;

    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(300)]
    public void Laq_with_exact_curvature_changes_sign_for_ever(double c)
    {
        double w = Start;
        for (int i = 1; i <= 1000; i++)
        {
            w = Laq(PowerThreeHalves(c), w);
            Assert.Equal(i % 2 == 0 ? Start : -Start, w, 1e-10);
        }
    }

    [Fact]
    public void Laq_with_half_the_curvature_of_a_quadratic_changes_sign_for_ever()
    {
        double w = Start;
        for (int i = 1; i <= 1000; i++)
        {
            w = Laq(Quadratic(3, 2), w);
            Assert.Equal(i % 2 == 0 ? Start : -Start, w, 1e-10);
        }
    }

    [Theory]
    [InlineData(0.3, 1.8)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.6, 0.6)]
    [InlineData(0.75, 0.0)]
    [InlineData(0.9, -0.6)]
    [InlineData(1.0, -1.0)]
    public void Backtracking_multiplies_by_three_minus_four_a(double a, double factor)
    {
        Assert.Equal(3 - 4 * a, factor, 1e-12);
        foreach (double w in new[] { 0.7, -0.02, 5 })
        {
            Assert.Equal(factor * w, Backtrack(PowerThreeHalves(2), w, a), 1e-12);
            Assert.Equal(factor * w, Backtrack(Quadratic(2, 2), w, a), 1e-12);
        }
    }

    [Fact]
    public void With_the_papers_blend_it_contracts_without_changing_sign()
    {
        double power = Start;
        double quadratic = Start;
        for (int i = 1; i <= 40; i++)
        {
            power = Backtrack(PowerThreeHalves(1), power, 0.6);
            quadratic = Backtrack(Quadratic(1, 2), quadratic, 0.6);
            Assert.Equal(1, power / (Start * Math.Pow(0.6, i)), 1e-9);
            Assert.Equal(1, quadratic / (Start * Math.Pow(0.6, i)), 1e-9);
        }
    }

    /// <summary>Just inside and just outside of 1 − 1/s &lt; a &lt; 1 − (s−2)/s².</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    public void The_blends_that_converge_are_an_interval(double s)
    {
        double lower = 1 - 1 / s;
        double upper = 1 - (s - 2) / (s * s);
        (double A, bool Converges)[] cases = [(lower - 0.01, false), (lower + 0.01, true), (upper - 0.01, true), (upper + 0.01, false)];
        foreach ((double a, bool converges) in cases)
        {
            double w = Start;
            for (int i = 0; i < 2000; i++) w = Backtrack(Quadratic(1, s), w, a);
            Assert.Equal(converges, Math.Abs(w) < 1e-6);
        }
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_general_factor(double s)
    {
        foreach (double a in new[] { 0.2, 0.6, 0.9 })
        {
            Assert.Equal((1 - s + s * s * (1 - a)) * Start, Backtrack(Quadratic(5, s), Start, a), 1e-12);
        }
    }

    /// <summary>ω ↦ (g, D).</summary>
    private static Func<double, (double Gradient, double Curvature)> PowerThreeHalves(double c) => w =>
        (1.5 * c * Math.Sign(w) * Math.Sqrt(Math.Abs(w)), w == 0 ? 1 : 0.75 * c / Math.Sqrt(Math.Abs(w)));

    private static Func<double, (double Gradient, double Curvature)> Quadratic(double h, double s) => w => (h * w, h / s);

    private static double Laq(Func<double, (double Gradient, double Curvature)> loss, double w)
    {
        (double g, double d) = loss(w);
        return w - g / d;
    }

    private static double Backtrack(Func<double, (double Gradient, double Curvature)> loss, double w, double a)
    {
        (double g, double d) = loss(w);
        (double trialG, double trialD) = loss(w - g / d);
        return w - (a * g + (1 - a) * trialG) / (a * d + (1 - a) * trialD);
    }
}
