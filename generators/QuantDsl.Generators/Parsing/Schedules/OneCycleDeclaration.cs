using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[OneCycle]</c>.</summary>
internal sealed record OneCycleDeclaration(int Length, double PctStart, double DivFactor, double FinalDivFactor, Anchor Anchor)
    : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "OneCycle";

    public override string Name => Attribute;

    public override string Words =>
        $"one cycle{(Length == 0 ? "" : $" of {Epochs(Length)}")}, rising for ×{Literals.Number(PctStart)} of it from "
        + $"1/{Literals.Number(DivFactor)}, falling to 1/{Literals.Number(FinalDivFactor)} of that";

    public override string Code =>
        $"new OneCycleCurve(epochs: {Length}, increasing: {Literals.Double(PctStart)}, divisor: {Literals.Double(DivFactor)}, "
        + $"finalDivisor: {Literals.Double(FinalDivFactor)})";

    public override RateCurve Curve => new OneCycleCurve(Length, PctStart, DivFactor, FinalDivFactor);

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            if (Length < 0)
                yield return new("Epochs", Length, "the cycle must take at least 1 epoch, or 0 for the whole run", "0");
            if (!(PctStart is > 0 and < 1))
                yield return new("PctStart", PctStart, "the part of the cycle in which the rate rises must be above 0 and below 1", "");
            if (!IsDivisor(DivFactor))
                yield return new("DivFactor", DivFactor, "the first rate must be the highest divided by at least 1", "");
            if (!IsDivisor(FinalDivFactor))
                yield return new("FinalDivFactor", FinalDivFactor, "the last rate must be the first divided by at least 1", "");
        }
    }

    public static OneCycleDeclaration Read(AttributeValues values, Anchor anchor) => new(
        values.Named("Epochs", 0), values.Named("PctStart", 0.3), values.Named("DivFactor", 25.0), values.Named("FinalDivFactor", 1e4),
        anchor);

    private static bool IsDivisor(double value) => value >= 1 && !double.IsInfinity(value);
}
