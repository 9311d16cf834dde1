namespace QuantDsl;

/// <summary>
/// Quantizer of the weights: of every weighted layer when on the class, of one layer when on its property. Weights are
/// <c>α·b</c> with <c>b</c> on a grid, and α minimises the curvature-weighted error (LAQ, eq. 6).
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class WeightsAttribute : Attribute
{
    /// <summary>Bits a weight, 1 to 8: 1 is binary ±α, 2 is ternary.</summary>
    public int Bits { get; init; } = 1;

    /// <summary>Levels of the grid, from 2 bits on.</summary>
    public Grid Grid { get; init; } = Grid.Linear;

    /// <summary>Whether a layer has one scale α, or one for each output channel or gate.</summary>
    public Scale Scale { get; init; } = Scale.PerLayer;

    /// <summary>How α and the levels are found. <see cref="Solver.Exact"/> needs 1 or 2 bits.</summary>
    public Solver Solver { get; init; } = Solver.Alternating;
}
