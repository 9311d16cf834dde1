using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>±α with one α: a bit a weight.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BinaryWeights : IWeightForm
{
    /// <inheritdoc/>
    public static bool HasScalePerOutput => false;

    /// <inheritdoc/>
    public static int ForwardBytes => SignPanels.StepBytes;

    /// <inheritdoc/>
    public static int GradientBytes => SignPanels.StepBytes;

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, float* weights, float* scales, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            *packed.Scales = *scales;
        PanelPacking.PackSigns(order, weights, packed.Panels, panels);
    }

    /// <inheritdoc/>
    public static void PackGradient(in WeightOrder order, float* weights, float* scales, in PackedWeights packed, UnitRange panels) =>
        PackForward(order, weights, scales, packed, panels);

    /// <inheritdoc/>
    public static void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues
    {
        var output = new ProductOutput<OneValue, TBias>(new OneValue(*packed.Scales), bias);
        TapProduct<TLanes, SignPanels, OneValue, TBias>.Run(shape, x, packed.Panels, y, output, panels, samples);
    }

    /// <inheritdoc/>
    public static void Gradient<TLanes>(
        in TapShape shape, float* outputGradient, in PackedWeights packed, float* inputGradient, UnitRange panels, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var output = new ProductOutput<OneValue, NoValues>(new OneValue(*packed.Scales), default);
        TapProduct<TLanes, SignPanels, OneValue, NoValues>.Run(
            shape, outputGradient, packed.Panels, inputGradient, output, panels, samples);
    }
}
