using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// ±α with an α for each output channel, by look-up: a bit a weight. The gradient with respect to the input multiplies its terms by α
/// first.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LookUpBinaryRows : IWeightForm
{
    /// <inheritdoc/>
    public static bool LooksUp => true;

    /// <inheritdoc/>
    public static int PanelColumns => LookUpPanels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => LookUpPanels<SignSums>.Bytes(order);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => LookUpPanels<SignSums>.Bytes(order);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        LookUpForm<SignSums>.PackRows(order, weights, packed, panels);

    /// <inheritdoc/>
    public static void PackGradient(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        PackForward(order, weights, packed, panels);

    /// <inheritdoc/>
    public static void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues
    {
        var output = new ProductOutput<ValuePerColumn, TBias>(new ValuePerColumn(packed.Scales), bias);
        LookUpForm<SignSums>.Run<TLanes, ValuePerColumn, TBias>(shape, x, packed, default, output, y, panels, samples, scratch);
    }

    /// <inheritdoc/>
    public static void Gradient<TLanes>(
        in TapShape shape,
        float* outputGradient,
        in PackedWeights packed,
        float* inputGradient,
        UnitRange panels,
        UnitRange samples,
        float* scratch)
        where TLanes : unmanaged, ILanes<TLanes> =>
        LookUpForm<SignSums>.RunFactors<TLanes>(
            shape, outputGradient, packed, default, inputGradient, panels, samples, scratch);
}
