using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary><c>[StepDecay]</c>.</summary>
internal sealed record StepDecayDeclaration(int Every, double Factor, int After, int Times, Anchor Anchor) : ScheduleDeclaration(Anchor)
{
    public const string Attribute = "StepDecay";

    public override string Name => Attribute;

    public override string Words
    {
        get
        {
            string every = Every == 1 ? "epoch" : Epochs(Every);
            string after = After == 0 ? "" : $" from epoch {Invariant.Of(After + 1L)} on";
            string times = Times == 0 ? "" : $", at most {Invariant.Of(Times)} times";
            return $"×{Literals.Number(Factor)} every {every}{after}{times}";
        }
    }

    public override string Code
    {
        get
        {
            string after = After == 0 ? "" : $", after: {After}";
            string most = Times == 0 ? "" : $", most: {Times}";
            return $"new StepDecayCurve(factor: {Literals.Double(Factor)}, every: {Every}{after}{most})";
        }
    }

    public override RateCurve Curve => new StepDecayCurve(Factor, Every, After, Times == 0 ? int.MaxValue : Times);

    public override IEnumerable<ArgumentProblem> Problems
    {
        get
        {
            if (Every < 1)
                yield return new("Every", Every, "there must be at least 1 epoch between two decays", "1");
            foreach (ArgumentProblem problem in FactorProblems(Factor))
                yield return problem;
            if (After < 0)
                yield return new("After", After, "the number of epochs before the first decay must be at least 0", "0");
            if (Times < 0)
                yield return new("Times", Times, "the number of decays must be at least 0", "0");
        }
    }

    public static StepDecayDeclaration Read(AttributeValues values, Anchor anchor) => new(
        values.Named("Every", 1), values.Named("Factor", 0.1), values.Named("After", 0), values.Named("Times", 0), anchor);
}
