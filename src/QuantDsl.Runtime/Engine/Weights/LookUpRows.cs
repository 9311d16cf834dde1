using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The same with an α for each output channel. The gradient with respect to the input multiplies its terms by α first.
/// </summary>
/// <typeparam name="TSums">The sums.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LookUpRows<TSums> : IWeightForm
    where TSums : struct, ILookUpSums
{
    /// <inheritdoc/>
    public static bool LooksUp => true;

    /// <inheritdoc/>
    public static int PanelColumns => LookUpPanels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => LookUpPanels<TSums>.Bytes(order);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => LookUpPanels<TSums>.Bytes(order);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        LookUpForm<TSums>.PackRows(order, weights, packed, panels);

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
        LookUpForm<TSums>.Run<TLanes, ValuePerColumn, TBias>(shape, x, packed, default, output, y, panels, samples, scratch);
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
        LookUpForm<TSums>.RunFactors<TLanes>(
            shape, outputGradient, packed, default, inputGradient, panels, samples, scratch);
}
