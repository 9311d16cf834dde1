using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>The shape of an operation's value, or what is wrong.</summary>
/// <param name="Shape">Null where it cannot be computed: then the operation is left out, so that what follows is checked too.</param>
/// <param name="Problems">What to report; advice where there is a shape.</param>
internal sealed record Inference(Shape? Shape, EquatableArray<ShapeProblem> Problems)
{
    public static implicit operator Inference(Shape shape) => new(shape, []);

    /// <summary>No shape, for this reason.</summary>
    public static Inference Fails(string id, params object[] arguments) => new(null, [ShapeProblem.Of(id, arguments)]);

    /// <summary>No shape, for a reason that is reported elsewhere.</summary>
    public static Inference Unknown { get; } = new(null, []);

    /// <summary>A sequence of values if it is not too long.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="length">Positions.</param>
    /// <param name="features">Values that exist at each position.</param>
    public static Inference Sequence(Shape shape, int length, double features) => length * features <= Shape.MaximumElements
        ? shape
        : new Inference(null, [TooLarge("an output", length * features, $"{length}×{Invariant.Of(features)}")]);

    /// <summary>A value with more elements than a value can have.</summary>
    public static ShapeProblem TooLarge(string what, double elements, string shape) => ShapeProblem.Of(
        Ids.LayerArgument,
        $"{what} can have at most {Invariant.Number(Shape.MaximumElements)} values",
        "their number",
        $"{Invariant.Number(elements)} ({shape})");
}
