using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>±α with one α, by look-up: a bit a weight.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LookUpBinary : IWeightForm
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
        LookUpForm<SignSums>.Pack(order, weights, packed, panels);

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
        LookUpForm<SignSums>.Run<TLanes, OneValue, TBias>(shape, x, packed, default, output, y, panels, samples, scratch);
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
        LookUpForm<SignSums>.Run<TLanes, OneValue, NoValues>(
            shape, outputGradient, packed, default, output, inputGradient, panels, samples, scratch);
    }
}
