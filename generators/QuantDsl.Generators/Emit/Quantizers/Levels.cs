using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Quantizers;

/// <summary>How a grid of 3 or more bits rounds, as C# expressions over vectors.</summary>
internal abstract class Levels
{
    /// <summary>The levels in words.</summary>
    public abstract string Words { get; }

    /// <summary>Statement that sets <c>level</c> from <c>w</c> and <c>alpha</c>, in units of 1/<see cref="Unit"/>.</summary>
    public abstract string Round { get; }

    /// <summary>What one unit of <c>level</c> is a fraction of: the grid's largest level.</summary>
    public abstract int Unit { get; }
}

internal sealed class LinearLevels(Quantizer quantizer) : Levels
{
    public override string Words => $"{{−{quantizer.Steps}, …, {quantizer.Steps}}}/{quantizer.Steps}";

    public override string Round =>
        $"Vector<float> level = Vector.Round(Vector.Min(Vector.Max(w / alpha, -Vector<float>.One), Vector<float>.One) * {quantizer.Steps}f);";

    public override int Unit => quantizer.Steps;
}

internal sealed class LogarithmicLevels(Quantizer quantizer) : Levels
{
    public override string Words => $"{{0, ±2^−{quantizer.Steps - 1}, …, ±½, ±1}}";

    public override string Round =>
        $"Vector<float> level = Vector.CopySign(Lanes.NearestPowerOfTwo(Vector.Min(Vector.Abs(w / alpha), Vector<float>.One), {Literals.Float(Math.Pow(2, 1 - quantizer.Steps))}), w);";

    public override int Unit => 1;
}
