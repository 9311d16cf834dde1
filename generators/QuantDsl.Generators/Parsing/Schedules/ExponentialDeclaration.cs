using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[Exponential]</c>.</summary>
internal sealed record ExponentialDeclaration(double Factor, Anchor Anchor) : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "Exponential";

    public override string Name => Attribute;

    public override string Words => $"×{Literals.Number(Factor)} within each epoch";

    public override string Code => $"new ExponentialCurve(factor: {Literals.Double(Factor)})";

    public override RateCurve Curve => new ExponentialCurve(Factor);

    public override IEnumerable<ArgumentProblem> Problems => FactorProblems(Factor);

    public static ExponentialDeclaration Read(AttributeValues values, Anchor anchor) => new(values.Named("Factor", 0.95), anchor);
}
