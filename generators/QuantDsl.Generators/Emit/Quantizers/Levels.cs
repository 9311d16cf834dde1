using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>How a grid rounds, as C# statements over vectors.</summary>
internal abstract class Levels
{
    /// <summary>The levels in words.</summary>
    public abstract string Words { get; }

    /// <summary>What one unit of <c>level</c> is a fraction of: the grid's largest level.</summary>
    public abstract int Unit { get; }

    /// <summary>How many intervals a change of the scale moves: 1, or the number of levels where they lie densely at the top.</summary>
    public abstract int Density { get; }

    /// <summary>Before the loop of <see cref="Turn"/>.</summary>
    public virtual string TurnSetup => "var alpha = Vector512.Create((float)scale);";

    /// <summary>Adds D·b·w and D·b² of the vector at <c>i</c>, for the levels at <c>scale</c>.</summary>
    public virtual string Turn => $"""
        Vector512<float> magnitude = Vector512.Abs(Lanes.Load(values, i));
        Vector512<float> level = {Round("magnitude / alpha")};
        Vector512<float> weighted = Lanes.Load(curvature, i) * level;
        Lanes.AddProduct(ref numerator, weighted, magnitude);
        Lanes.AddProduct(ref denominator, weighted, level);
        """;

    /// <summary>Before the loop of <see cref="Sort"/>.</summary>
    public virtual string SortSetup => """
        float least = 0.999999f / window.High; // a little beyond the window, more than what a quotient is rounded by
        float most = 1.000001f / window.Low;
        """;

    /// <summary>Adds the weights whose level is the same in the whole <c>window</c>, and sets <c>open</c> for the others.</summary>
    public virtual string Sort => $"""
        Vector512<float> magnitude = Vector512.Abs(Lanes.Load(values, i));
        Vector512<float> d = Lanes.Load(curvature, i);
        Vector512<float> level = {Round("magnitude * least")};
        Vector512<float> sure = Vector512.Equals(level, {Round("magnitude * most")});
        Vector512<float> weighted = d * level & sure;
        Lanes.AddProduct(ref numerator, weighted, magnitude);
        Lanes.AddProduct(ref denominator, weighted, level);
        """;

    /// <summary>What <see cref="Sort"/> leaves to the list.</summary>
    public virtual string Open => "~sure";

    /// <summary>Writes q = α·b of <c>values</c>.</summary>
    public virtual string Write => $$"""
        var alpha = Vector512.Create(scale);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> level = {{Round("Vector512.Abs(w) / alpha")}};
            Lanes.Store(Vector512.CopySign(alpha * {{(Unit == 1 ? "level" : $"(level / {Unit}f)")}}, w), quantized, i, pastCache);
        }
        """;

    /// <summary>Before the loop of <see cref="Code"/>.</summary>
    public virtual string CodeSetup => "var alpha = Vector512.Create(scale > 0f ? scale : 1f); // 0: every weight is 0, and so is its level";

    /// <summary>Finds <c>level</c> of <c>w</c>, in magnitude, as a whole number up to 127.</summary>
    public virtual string Code => $"Vector512<float> level = {Round("Vector512.Abs(w) / alpha")};";

    /// <summary>The level of a magnitude over the scale, in units of 1/<see cref="Unit"/>.</summary>
    protected abstract string Round(string quotient);
}

internal sealed class LinearLevels(Quantizer quantizer) : Levels
{
    public override string Words => $"{{−{quantizer.Steps}, …, {quantizer.Steps}}}/{quantizer.Steps}";

    public override int Unit => quantizer.Steps;

    public override int Density => quantizer.Steps;

    protected override string Round(string quotient) =>
        $"Lanes.Round(Vector512.MinNative({quotient}, Vector512<float>.One) * {quantizer.Steps}f)";
}

internal sealed class LogarithmicLevels(Quantizer quantizer) : Levels
{
    public override string Words => $"{{0, ±2^−{quantizer.Steps - 1}, …, ±½, ±1}}";

    public override int Unit => 1;

    public override int Density => 1;

    public override string Code => $"Vector512<float> level = Lanes.Exponent({Round("Vector512.Abs(w) / alpha")});";

    protected override string Round(string quotient) =>
        $"Lanes.NearestPowerOfTwo(Vector512.MinNative({quotient}, Vector512<float>.One), {Literals.Float(Math.Pow(2, 1 - quantizer.Steps))})";
}

/// <summary>2 bits: 0 up to α/2 and ±1 above, so that comparisons do.</summary>
internal sealed class TernaryLevels : Levels
{
    public const string WriteLoop = """
        var alpha = Vector512.Create(scale);
        var half = Vector512.Create(scale * 0.5f);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Lanes.Store(Vector512.CopySign(alpha, w) & Vector512.GreaterThan(Vector512.Abs(w), half), quantized, i, pastCache);
        }
        """;

    public const string Setup = "var half = Vector512.Create(scale * 0.5f);";

    public const string Level = "Vector512<float> level = Vector512<float>.One & Vector512.GreaterThan(Vector512.Abs(w), half);";

    public override string Words => "{−1, 0, 1}";

    public override string CodeSetup => Setup;

    public override string Code => Level;

    public override int Unit => 1;

    public override int Density => 1;

    public override string TurnSetup => "var half = Vector512.Create((float)scale * 0.5f); // b = 0 where |w| ≤ α/2";

    public override string Turn => """
        Vector512<float> magnitude = Vector512.Abs(Lanes.Load(values, i));
        Vector512<float> d = Lanes.Load(curvature, i) & Vector512.GreaterThan(magnitude, half);
        Lanes.AddProduct(ref numerator, d, magnitude);
        Lanes.Add(ref denominator, d);
        """;

    public override string SortSetup => """
        var least = Vector512.Create(window.Low * 0.5f); // b = 0 where |w| ≤ α/2
        var most = Vector512.Create(window.High * 0.5f);
        """;

    public override string Sort => """
        Vector512<float> magnitude = Vector512.Abs(Lanes.Load(values, i));
        Vector512<float> d = Lanes.Load(curvature, i);
        Vector512<float> sure = Vector512.GreaterThan(magnitude, most);
        Vector512<float> weighted = d & sure;
        Lanes.AddProduct(ref numerator, weighted, magnitude);
        Lanes.Add(ref denominator, weighted);
        """;

    public override string Open => "Vector512.AndNot(Vector512.GreaterThan(magnitude, least), sure)";

    public override string Write => WriteLoop;

    protected override string Round(string quotient) => throw new NotSupportedException("Ternary levels are compared, not rounded.");
}
