namespace QuantDsl.Tests.Reference;

/// <summary>
/// A layer whose derivative jumps where two values meet. Where they are so near that float32 may order them otherwise, both derivatives are
/// right.
/// </summary>
public interface IKink
{
    /// <summary>What stands for a sum whose terms cancel exactly: in float32 they may not, and then its sign is anybody's guess.</summary>
    const double Cancelled = double.Epsilon;

    /// <summary>
    /// Asked in a forward pass whether the derivative is that of the other side; it gets how far the two values are apart, and the largest
    /// input. Null: never. Values that are exactly equal are so in float32 too, and are not asked about.
    /// </summary>
    Func<double, double, bool>? TakesOtherSide { get; set; }

    /// <summary>Whether each derivative stays that of the forward pass before.</summary>
    bool IsFrozen { get; set; }

    /// <summary>
    /// Whether, in a frozen pass, values are in another order, or different though they were equal, which nobody was asked about.
    /// </summary>
    bool IsUnstable { get; }
}
