using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[Warmup]</c>.</summary>
internal sealed record WarmupDeclaration(int Length, double StartFactor, Anchor Anchor) : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "Warmup";

    public override string Name => Attribute;

    public override string Words => $"warm-up over {Epochs(Length)} from ×{Literals.Number(StartFactor)}";

    public override string Code => $"new WarmupCurve(epochs: {Length}, startFactor: {Literals.Double(StartFactor)})";

    public override RateCurve Curve => new WarmupCurve(Length, StartFactor);

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            if (Length < 1)
                yield return new("Epochs", Length, "a warm-up must take at least 1 epoch", "1");
            if (!(StartFactor is > 0 and <= 1))
                yield return new("StartFactor", StartFactor, "a warm-up must begin above 0 and with at most the learning rate itself", "");
        }
    }

    public static WarmupDeclaration Read(AttributeValues values, Anchor anchor) =>
        new(values.Named("Epochs", 1), values.Named("StartFactor", 0.01), anchor);
}
