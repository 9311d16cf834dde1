namespace QuantDsl.CompilerServices;

/// <summary>Makes q of weights of which an update writes only the signs.</summary>
/// <param name="update">The update.</param>
internal readonly struct ExpandPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.Expand(update, place);
}
