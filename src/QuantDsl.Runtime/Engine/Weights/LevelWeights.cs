using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>α·b on a linear grid with one α: a byte a weight.</summary>
/// <typeparam name="TBits">Bits of a weight.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LevelWeights<TBits> : IWeightForm
    where TBits : struct, IBitWidth
{
    /// <inheritdoc/>
    public static bool LooksUp => false;

    /// <inheritdoc/>
    public static int PanelColumns => Panels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => Panels.BytesOf<LevelPanels>(order.Steps);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => Panels.BytesOf<LevelPanels>(order.Steps);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            *packed.Scales = *weights.Scales / Steps;
        LevelPacking.Pack(order, weights, Steps, packed.Panels, panels);
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
        TapProduct<TLanes, LevelPanels, OneValue, TBias>.Run(shape, x, packed.Panels, y, output, panels, samples);
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
        TapProduct<TLanes, LevelPanels, OneValue, NoValues>.Run(
            shape, outputGradient, packed.Panels, inputGradient, output, panels, samples);
    }

    /// <summary>n: the level of a weight of size α.</summary>
    private static int Steps => (1 << (TBits.Bits - 1)) - 1;
}
