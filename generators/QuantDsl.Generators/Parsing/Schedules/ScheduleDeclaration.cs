using QuantDsl.CompilerServices;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>An attribute that says how the learning rate changes.</summary>
/// <param name="Anchor">Where it stands.</param>
internal abstract record ScheduleDeclaration(Anchor Anchor)
{
    /// <summary>Name of the attribute.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What it does, in words. Checkpoints keep them, and are refused when they differ: the words of a schedule stay as they are, and name
    /// all its numbers.
    /// </summary>
    public abstract string Words { get; }

    /// <summary>What makes its curve, in C#.</summary>
    public abstract string Code { get; }

    /// <summary>The curve itself, to be drawn; null where it depends on how training goes.</summary>
    public abstract RateCurve? Curve { get; }

    /// <summary>What is wrong with its arguments.</summary>
    public abstract IEnumerable<ArgumentProblem> Problems { get; }

    /// <summary>The schedule that an attribute declares; null if it declares none.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="values">Its arguments.</param>
    /// <param name="integers">The numbers that its constructor was given.</param>
    /// <param name="anchor">Where it stands.</param>
    public static ScheduleDeclaration? Read(string? name, AttributeValues values, IEnumerable<int> integers, Anchor anchor) => name switch
    {
        WarmupDeclaration.Attribute => WarmupDeclaration.Read(values, anchor),
        StepDecayDeclaration.Attribute => StepDecayDeclaration.Read(values, anchor),
        MultiStepDeclaration.Attribute => MultiStepDeclaration.Read(values, integers, anchor),
        ExponentialDeclaration.Attribute => ExponentialDeclaration.Read(values, anchor),
        CosineDeclaration.Attribute => CosineDeclaration.Read(values, anchor),
        OneCycleDeclaration.Attribute => OneCycleDeclaration.Read(values, anchor),
        ReduceOnPlateauDeclaration.Attribute => ReduceOnPlateauDeclaration.Read(values, anchor),
        _ => null,
    };

    /// <summary>A number of epochs for people.</summary>
    protected static string Epochs(int count) => count == 1 ? "1 epoch" : Invariant.Of(count) + " epochs";

    /// <summary>A factor that must lie above 0 and at most 1.</summary>
    protected static IEnumerable<ArgumentProblem> FactorProblems(double factor)
    {
        if (!(factor is > 0 and <= 1))
            yield return new("Factor", factor, "the factor must be above 0 and at most 1", "");
    }
}
