using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// First pass: moves all parameters, and adds up what scales follow from. What has its scales row by row is quantized, too.
/// </summary>
/// <typeparam name="TTable">The parameters.</typeparam>
/// <typeparam name="TRule">How they move.</typeparam>
/// <typeparam name="TMeasuring">Whether they are measured.</typeparam>
/// <param name="update">The update.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AccumulatePass<TTable, TRule, TMeasuring>(TiledUpdate update) : ITileWork
    where TTable : struct, IParameterTable
    where TRule : struct, IUpdateRule
    where TMeasuring : struct, IMeasuring
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var visitor = new Visitor(update, tile);
        TTable.Visit(ref visitor);
    }

    private readonly struct Visitor(TiledUpdate update, int tile) : IParameterVisitor
    {
        public void Visit<TUpdate>(in ParameterPlace place)
            where TUpdate : struct, IParameterUpdate
        {
            if (place.Contains(tile) && !update.IsDeferred(place))
                TUpdate.Accumulate<TRule, TMeasuring>(update, place, tile);
        }
    }
}
