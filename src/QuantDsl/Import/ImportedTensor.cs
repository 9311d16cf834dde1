namespace QuantDsl;

/// <summary>What became of a tensor that <see cref="LatentImport"/> has read.</summary>
/// <param name="Name">What it is in the model, such as <c>Conv1.weight</c>.</param>
/// <param name="Source">Its name in the file; two with a plus sign where they were added.</param>
/// <param name="Factor">
/// What its values were multiplied by so that the layer's weights fit into [−1, 1]; 1 where they did already, or where nothing takes the
/// factor away again.
/// </param>
/// <param name="Clipped">How many of its values were then still outside of [−1, 1], and became −1 or 1.</param>
public sealed record ImportedTensor(string Name, string Source, float Factor, int Clipped)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Source} → {Name}{(Factor == 1f ? "" : $", times {Factor}")}{(Clipped == 0 ? "" : $", {Clipped} values clipped to [−1, 1]")}");
}
