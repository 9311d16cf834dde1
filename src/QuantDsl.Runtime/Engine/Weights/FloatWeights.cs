using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Weights in full precision, or on a grid without a packed form: as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct FloatWeights : IWeightForm
{
    /// <inheritdoc/>
    public static bool LooksUp => false;

    /// <inheritdoc/>
    public static int PanelColumns => Panels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => Panels.BytesOf<FloatPanels>(order.Steps);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => Panels.BytesOf<FloatPanels>(order.Steps);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        FloatPacking.Pack(order, weights.Quantized, packed.Panels, panels);
    }

    /// <inheritdoc/>
    public static void PackGradient(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        PackForward(order, weights, packed, panels);

    /// <inheritdoc/>
    public static void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues
    {
        var output = new ProductOutput<NoValues, TBias>(default, bias);
        TapProduct<TLanes, FloatPanels, NoValues, TBias>.Run(shape, x, packed.Panels, y, output, panels, samples);
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
        var output = new ProductOutput<NoValues, NoValues>(default, default);
        TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
            shape, outputGradient, packed.Panels, inputGradient, output, panels, samples);
    }
}
