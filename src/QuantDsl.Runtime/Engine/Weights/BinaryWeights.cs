using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>±α with one α: a bit a weight.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BinaryWeights : IWeightForm
{
    /// <inheritdoc/>
    public static bool LooksUp => false;

    /// <inheritdoc/>
    public static int PanelColumns => Panels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => Panels.BytesOf<SignPanels>(order.Steps);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => Panels.BytesOf<SignPanels>(order.Steps);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            *packed.Scales = *weights.Scales;
        SignPacking.Pack(order, weights.Signs, packed.Panels, panels);
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
        var output = new ProductOutput<OneValue, TBias>(new OneValue(*packed.Scales), bias);
        TapProduct<TLanes, SignPanels, OneValue, TBias>.Run(shape, x, packed.Panels, y, output, panels, samples);
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
        var output = new ProductOutput<OneValue, NoValues>(new OneValue(*packed.Scales), default);
        TapProduct<TLanes, SignPanels, OneValue, NoValues>.Run(
            shape, outputGradient, packed.Panels, inputGradient, output, panels, samples);
    }
}
