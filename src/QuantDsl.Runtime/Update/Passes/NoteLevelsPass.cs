namespace QuantDsl.CompilerServices;

/// <summary>Notes the levels that a step begins with, where no measured step left them.</summary>
/// <param name="update">The update.</param>
internal readonly struct NoteLevelsPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.NoteLevels(update, place);
}
