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
    public static long ForwardBytes(in WeightOrder order) => LookUpPanels.Bytes(order);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => LookUpPanels.Bytes(order);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        Pack(order, weights, packed, panels, outputs: order.Columns);

    /// <inheritdoc/>
    public static void PackGradient(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        Pack(order, weights, packed, panels, outputs: order.Channels);

    /// <inheritdoc/>
    public static void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues
    {
        var output = new ProductOutput<ValuePerColumn, TBias>(new ValuePerColumn(packed.Scales), bias);
        LookUpProduct<TLanes, ValuePerColumn, TBias, NoValues>.Run(shape, x, packed.Panels, y, output, default, panels, samples, scratch);
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
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var factors = new ValuePerColumn(packed.Scales);
        LookUpProduct<TLanes, NoValues, NoValues, ValuePerColumn>.Run(
            shape, outputGradient, packed.Panels, inputGradient, default, factors, panels, samples, scratch);
    }

    private static void Pack(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels, int outputs)
    {
        if (panels.Start == 0)
        {
            for (int output = 0; output < outputs; output++)
                packed.Scales[output] = weights.ScaleOf(output);
        }
        LookUpPacking.Pack(order, weights.Signs, packed.Panels, panels);
    }
}
