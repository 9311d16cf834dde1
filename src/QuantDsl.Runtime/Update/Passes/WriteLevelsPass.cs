namespace QuantDsl.CompilerServices;

/// <summary>Writes all quantized weights again, from the latent weights and the scales: takes a trial back.</summary>
/// <param name="update">The update.</param>
internal readonly struct WriteLevelsPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.WriteLevels(update, place);
}
