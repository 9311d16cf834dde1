using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How the quantized weights q of a layer are packed for its products: as few bits as the grid allows, with α outside of the sum. A scale
/// for each output channel belongs to each term of the gradient with respect to the input, which then reads q as it is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface IWeightForm
{
    /// <summary>Whether products are looked up: rows then share work over columns, and not the other way round.</summary>
    static abstract bool LooksUp { get; }

    /// <summary>Columns of a panel.</summary>
    static abstract int PanelColumns { get; }

    /// <summary>Bytes of a panel, as the forward product reads it.</summary>
    static abstract long ForwardBytes(in WeightOrder order);

    /// <summary>Bytes of a panel, as the gradient with respect to the input reads it.</summary>
    static abstract long GradientBytes(in WeightOrder order);

    /// <summary>Packs for the forward product.</summary>
    /// <param name="order">In which order it reads.</param>
    /// <param name="weights">q and α.</param>
    /// <param name="packed">Panels, and the place of the scales.</param>
    /// <param name="panels">Which panels; whoever packs panel 0 writes the scales.</param>
    static abstract void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels);

    /// <summary>Packs for the gradient with respect to the input.</summary>
    /// <inheritdoc cref="PackForward"/>
    static abstract void PackGradient(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels);

    /// <summary>y = q·x + bias.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">Input of sample 0.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="y">Output of sample 0.</param>
    /// <param name="panels">Which panels of columns.</param>
    /// <param name="samples">Which samples.</param>
    /// <param name="scratch">Memory of the thread, for the tables of a convolution whose products are looked up; else not used.</param>
    static abstract void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues;

    /// <summary>∂x from ∂y.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="outputGradient">∂y of sample 0.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="inputGradient">∂x of sample 0.</param>
    /// <param name="panels">Which panels of columns.</param>
    /// <param name="samples">Which samples.</param>
    /// <param name="scratch">Memory of the thread, as forward.</param>
    static abstract void Gradient<TLanes>(
        in TapShape shape,
        float* outputGradient,
        in PackedWeights packed,
        float* inputGradient,
        UnitRange panels,
        UnitRange samples,
        float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>;
}
