namespace QuantDsl;

/// <summary>
/// How weights are quantized: on a class, those of all layers; on a property, those of one layer. They are rounded in every step so that
/// the loss, not the weights, changes least. Quantized weights are q = α·b with levels
/// b on a grid; α and b minimise the curvature-weighted error ½ Σ D (w − αb)² (LAQ, eq. 6).
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class WeightsAttribute : Attribute
{
    /// <summary>Bits per weight, 1 to 8: 1 is binary (+α or −α), 2 is ternary.</summary>
    public int Bits { get; init; } = 1;

    /// <summary>The levels. With 1 bit they are always ±1 and no grid may be given.</summary>
    public Grid Grid { get; init; } = Grid.Linear;

    /// <summary>Whether there is one scale α per layer, per output channel or per gate.</summary>
    public Scale Scale { get; init; } = Scale.PerLayer;

    /// <summary>How α and b are found. <see cref="Solver.Exact"/> requires 1 or 2 bits.</summary>
    public Solver Solver { get; init; } = Solver.Alternating;
}
