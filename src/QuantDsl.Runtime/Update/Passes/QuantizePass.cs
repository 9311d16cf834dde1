using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Last pass: writes the quantized weights of what has one scale per parameter.</summary>
/// <typeparam name="TTable">The parameters.</typeparam>
/// <typeparam name="TMeasuring">Whether they are measured.</typeparam>
/// <param name="update">The update.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct QuantizePass<TTable, TMeasuring>(TiledUpdate update) : ITileWork
    where TTable : struct, IParameterTable
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
            if (place.Contains(tile))
                TUpdate.Quantize<TMeasuring>(update, place, tile);
        }
    }
}
