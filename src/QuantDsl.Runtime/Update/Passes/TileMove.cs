namespace QuantDsl.CompilerServices;

/// <summary>Moves a tile of a parameter, whose gradient a thread has just made. Parameters that are measured have no such tiles.</summary>
/// <typeparam name="TRule">How weights move.</typeparam>
/// <param name="update">The update.</param>
/// <param name="parameter">Number of the parameter.</param>
/// <param name="tile">Which of its tiles.</param>
/// <param name="gradient">Where the gradient of the tile lies.</param>
internal readonly struct TileMove<TRule>(TiledUpdate update, int parameter, int tile, nint gradient) : IParameterVisitor
    where TRule : struct, IUpdateRule
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate
    {
        if (place.Index == parameter)
            TUpdate.Accumulate<TRule, MeasuresNothing>(update, place with { TileGradient = gradient }, place.FirstTile + tile);
    }
}
