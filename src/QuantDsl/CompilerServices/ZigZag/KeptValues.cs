using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>The values of a tensor for a file, of which somebody else may have the present ones.</summary>
/// <param name="values">The values here.</param>
/// <param name="keeper">Who is asked before they are read or written; null: nobody.</param>
internal sealed class KeptValues(ITensorValues values, IMemoryKeeper? keeper) : ITensorValues
{
    /// <inheritdoc/>
    public ScalarType Dtype => values.Dtype;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => values.Shape;

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take)
    {
        keeper?.BeforeRead();
        values.Read(take);
    }

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill)
    {
        keeper?.BeforeWrite(wholly: false); // others of the same keeper may stay
        values.Fill(fill);
    }
}
