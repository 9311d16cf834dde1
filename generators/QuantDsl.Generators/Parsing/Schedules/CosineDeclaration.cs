using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[Cosine]</c>.</summary>
internal sealed record CosineDeclaration(int Length, double EndFactor, Anchor Anchor) : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "Cosine";

    public override string Name => Attribute;

    public override string Words =>
        $"along a cosine to ×{Literals.Number(EndFactor)}{(Length == 0 ? "" : $" after {Epochs(Length)}")}";

    public override string Code => $"new CosineCurve(epochs: {Length}, endFactor: {Literals.Double(EndFactor)})";

    public override RateCurve Curve => new CosineCurve(Length, EndFactor);

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            if (Length < 0)
                yield return new("Epochs", Length, "the curve must take at least 1 epoch, or 0 for the whole run", "0");
            if (!(EndFactor is >= 0 and < 1))
                yield return new("EndFactor", EndFactor, "the curve must end at 0 or above, and below the learning rate itself", "");
        }
    }

    public static CosineDeclaration Read(AttributeValues values, Anchor anchor) =>
        new(values.Named("Epochs", 0), values.Named("EndFactor", 0.0), anchor);
}
