using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[ReduceOnPlateau]</c>.</summary>
internal sealed record ReduceOnPlateauDeclaration(double Factor, int Patience, double Threshold, int Cooldown, Anchor Anchor)
    : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "ReduceOnPlateau";

    public override string Name => Attribute;

    public override string Words
    {
        get
        {
            string cooldown = Cooldown == 0 ? "" : $", with {Epochs(Cooldown)} of rest after it";
            return $"×{Literals.Number(Factor)} when the loss has not been less by {Literals.Number(Threshold)} of it for more than "
                + $"{Epochs(Patience)}{cooldown}";
        }
    }

    public override string Code =>
        $"new PlateauCurve(factor: {Literals.Double(Factor)}, patience: {Patience}, threshold: {Literals.Double(Threshold)}, "
        + $"cooldown: {Cooldown})";

    public override RateCurve? Curve => null;

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            if (!(Factor is > 0 and < 1))
                yield return new("Factor", Factor, "the factor must be above 0 and below 1", "");
            if (Patience < 0)
                yield return new("Patience", Patience, "the number of epochs without a better loss must be at least 0", "0");
            if (!(Threshold is >= 0 and < 1))
                yield return new("Threshold", Threshold, "the part by which a loss must be less must be at least 0 and below 1", "");
            if (Cooldown < 0)
                yield return new("Cooldown", Cooldown, "the number of epochs that do not count must be at least 0", "0");
        }
    }

    public static ReduceOnPlateauDeclaration Read(AttributeValues values, Anchor anchor) => new(
        values.Named("Factor", 0.1), values.Named("Patience", 10), values.Named("Threshold", 1e-4), values.Named("Cooldown", 0), anchor);
}
