namespace QuantDsl.Tests.Reference;

/// <summary>Adam's moments m and v of one parameter and what is derived from them.</summary>
public sealed record Moments(double[] First, double[] Second)
{
    /// <summary>m ← β1 m + (1−β1) g; v ← β2 v + (1−β2) g², g clipped.</summary>
    public Moments Updated(double[] gradient, AdamOptions adam)
    {
        double[] g = [.. gradient.Select(x => Math.Clamp(x, -adam.GradientClip, adam.GradientClip))];
        return new Moments(
            [.. First.Zip(g, (m, x) => adam.Beta1 * m + (1 - adam.Beta1) * x)],
            [.. Second.Zip(g, (v, x) => adam.Beta2 * v + (1 - adam.Beta2) * x * x)]);
    }

    /// <summary>m̂ = m / (1−β1^t).</summary>
    public double[] CorrectedFirst(int t, AdamOptions adam) => [.. First.Select(m => m / (1 - Math.Pow(adam.Beta1, t)))];

    /// <summary>D = (√v̂ + ε)/η with v̂ = v / (1−β2^t).</summary>
    public double[] Curvature(int t, AdamOptions adam, double learningRate) =>
        [.. Second.Select(v => (Math.Sqrt(v / (1 - Math.Pow(adam.Beta2, t))) + adam.Epsilon) / learningRate)];

    /// <summary>a·this + (1−a)·other.</summary>
    public Moments BlendedWith(Moments other, double a) => new(Blend.Of(First, other.First, a), Blend.Of(Second, other.Second, a));
}
