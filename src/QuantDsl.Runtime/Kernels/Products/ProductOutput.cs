using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>What becomes of a sum before it is written: α · sum + bias, rounded once.</summary>
/// <typeparam name="TScale">α of each column, or none.</typeparam>
/// <typeparam name="TBias">The bias of each column, or none.</typeparam>
/// <param name="scale">α.</param>
/// <param name="bias">The bias.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ProductOutput<TScale, TBias>(TScale scale, TBias bias)
    where TScale : struct, IColumnValues
    where TBias : struct, IColumnValues
{
    /// <summary>α of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TLanes Scale<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        scale.Load<TLanes>(column, count);

    /// <summary>The bias of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TLanes Bias<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        bias.Load<TLanes>(column, count);

    /// <summary>What is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Finish<TLanes>(TLanes sum, TLanes scale, TLanes bias)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (TScale.Exist)
            return TBias.Exist ? TLanes.MultiplyAdd(scale, sum, bias) : scale * sum;
        return TBias.Exist ? sum + bias : sum;
    }
}
