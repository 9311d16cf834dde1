namespace QuantDsl.CompilerServices;

/// <summary>The first quantization of all parameters, with D = 1.</summary>
/// <param name="update">The update.</param>
internal readonly struct InitialPass(TiledUpdate update) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.QuantizeInitially(update, place);
}
