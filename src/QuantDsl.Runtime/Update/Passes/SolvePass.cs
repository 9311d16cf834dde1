namespace QuantDsl.CompilerServices;

/// <summary>Between the passes: the scales of what has one scale per parameter.</summary>
/// <typeparam name="TRule">How weights move.</typeparam>
/// <typeparam name="TMeasuring">Whether they are measured.</typeparam>
/// <param name="update">The update.</param>
internal readonly struct SolvePass<TRule, TMeasuring>(TiledUpdate update) : IParameterVisitor
    where TRule : struct, IUpdateRule
    where TMeasuring : struct, IMeasuring
{
    /// <inheritdoc/>
    public void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate =>
        TUpdate.SolveScales<TRule, TMeasuring>(update, place);
}
