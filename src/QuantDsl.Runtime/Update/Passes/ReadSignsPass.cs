namespace QuantDsl.CompilerServices;

/// <summary>Takes the signs of weights of which only those are read from q, where another state than that of the last update is.</summary>
/// <param name="update">The update.</param>
internal readonly struct ReadSignsPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.ReadSigns(update, place);
}
