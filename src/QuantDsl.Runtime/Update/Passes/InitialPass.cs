namespace QuantDsl.CompilerServices;

/// <summary>The first quantization, with D = 1.</summary>
/// <param name="update">The update.</param>
/// <param name="only">Number of the only parameter to quantize; null: all of them.</param>
internal readonly struct InitialPass(TiledUpdate update, int? only = null) : IParameterVisitor
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate
    {
        if (only is null || only == place.Index)
            TUpdate.QuantizeInitially(update, place);
    }
}
