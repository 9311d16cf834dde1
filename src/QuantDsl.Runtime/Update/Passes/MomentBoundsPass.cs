namespace QuantDsl.CompilerServices;

/// <summary>
/// Finds the largest second moment of each parameter, where another state than that of the last step is in the model's memory.
/// </summary>
/// <param name="update">The update.</param>
internal readonly struct MomentBoundsPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        update.SecondMomentBounds[place.Index] = Magnitude.Largest(update.Whole(place).SecondMoment);
}
