using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How the quantized weights q of a layer are packed for its products: as few bits as the grid allows, with α outside of the sum. A scale
/// for each output channel belongs to each term of the gradient with respect to the input, which then reads q as it is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface IWeightForm
{
    /// <summary>Whether each output channel has an α of its own that is read.</summary>
    static abstract bool HasScalePerOutput { get; }

    /// <summary>Bytes of 32 weights, as the forward product reads them.</summary>
    static abstract int ForwardBytes { get; }

    /// <summary>Bytes of 32 weights, as the gradient with respect to the input reads them.</summary>
    static abstract int GradientBytes { get; }

    /// <summary>Packs for the forward product.</summary>
    /// <param name="order">In which order it reads.</param>
    /// <param name="weights">q, [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="scales">α.</param>
    /// <param name="packed">Panels, and the place of the scales.</param>
    /// <param name="panels">Which panels; whoever packs panel 0 writes the scales.</param>
    static abstract void PackForward(in WeightOrder order, float* weights, float* scales, in PackedWeights packed, UnitRange panels);

    /// <summary>Packs for the gradient with respect to the input.</summary>
    /// <inheritdoc cref="PackForward"/>
    static abstract void PackGradient(in WeightOrder order, float* weights, float* scales, in PackedWeights packed, UnitRange panels);

    /// <summary>y = q·x + bias.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">Input of sample 0.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="y">Output of sample 0.</param>
    /// <param name="panels">Which panels of columns.</param>
    /// <param name="samples">Which samples.</param>
    static abstract void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues;

    /// <summary>∂x from ∂y.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="outputGradient">∂y of sample 0.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="inputGradient">∂x of sample 0.</param>
    /// <param name="panels">Which panels of columns.</param>
    /// <param name="samples">Which samples.</param>
    static abstract void Gradient<TLanes>(
        in TapShape shape, float* outputGradient, in PackedWeights packed, float* inputGradient, UnitRange panels, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>;
}
