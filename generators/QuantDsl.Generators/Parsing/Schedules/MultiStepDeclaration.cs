using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[MultiStep]</c>.</summary>
internal sealed record MultiStepDeclaration(EquatableArray<int> Milestones, double Factor, Anchor Anchor) : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "MultiStep";

    public override string Name => Attribute;

    public override string Words
    {
        get
        {
            string epochs = string.Join(", ", Milestones.Select(milestone => Invariant.Of(milestone)));
            return $"×{Literals.Number(Factor)} after {(Milestones.Count == 1 ? "epoch" : "epochs")} {epochs}";
        }
    }

    public override string Code =>
        $"new MultiStepCurve(factor: {Literals.Double(Factor)}, milestones: {Literals.Integers(Milestones)})";

    public override RateCurve Curve => new MultiStepCurve(Factor, [.. Milestones]);

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            foreach (ArgumentProblem problem in FactorProblems(Factor))
                yield return problem;
            if (Milestones.Count == 0)
                yield return new("epochs", "empty", "there must be an epoch after which the rate falls");
            else if (Milestones[0] < 1)
                yield return new("epochs", Milestones[0], "the epochs after which the rate falls must be at least 1");
            for (int i = 1; i < Milestones.Count; i++)
            {
                if (Milestones[i] > Milestones[i - 1])
                    continue;
                string rule = $"each epoch must come after the one before it, which is {Invariant.Of(Milestones[i - 1])}";
                yield return new("epochs", Milestones[i], rule);
                yield break;
            }
        }
    }

    public static MultiStepDeclaration Read(AttributeValues values, IEnumerable<int> milestones, Anchor anchor) =>
        new(milestones.ToEquatableArray(), values.Named("Factor", 0.1), anchor);
}
