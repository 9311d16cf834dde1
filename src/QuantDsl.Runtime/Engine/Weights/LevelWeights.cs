using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>α·b on a linear grid with one α: a byte a weight.</summary>
/// <typeparam name="TBits">Bits of a weight.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LevelWeights<TBits> : IWeightForm
    where TBits : struct, IBitWidth
{
    /// <inheritdoc/>
    public static bool HasScalePerOutput => false;

    /// <inheritdoc/>
    public static int ForwardBytes => LevelPanels.StepBytes;

    /// <inheritdoc/>
    public static int GradientBytes => LevelPanels.StepBytes;

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, float* weights, float* scales, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            *packed.Scales = *scales / Steps;
        PanelPacking.PackLevels(order, weights, scales, perOutput: false, Steps, packed.Panels, panels);
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
        TapProduct<TLanes, LevelPanels, OneValue, TBias>.Run(shape, x, packed.Panels, y, output, panels, samples);
    }

    /// <inheritdoc/>
    public static void Gradient<TLanes>(
        in TapShape shape, float* outputGradient, in PackedWeights packed, float* inputGradient, UnitRange panels, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var output = new ProductOutput<OneValue, NoValues>(new OneValue(*packed.Scales), default);
        TapProduct<TLanes, LevelPanels, OneValue, NoValues>.Run(
            shape, outputGradient, packed.Panels, inputGradient, output, panels, samples);
    }

    /// <summary>n: the level of a weight of size α.</summary>
    private static int Steps => (1 << (TBits.Bits - 1)) - 1;
}
