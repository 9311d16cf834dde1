using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Levels of few bits with one α, by look-up of the sums of some weights: ±α a bit a weight, −α, 0 and α 32 bits for 18.</summary>
/// <typeparam name="TSums">The sums.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LookUpWeights<TSums> : IWeightForm
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
        LookUpForm<TSums>.Pack(order, weights, packed, panels);

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
        LookUpForm<TSums>.Run<TLanes, OneValue, TBias>(shape, x, packed, default, output, y, panels, samples, scratch);
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
        LookUpForm<TSums>.Run<TLanes, OneValue, NoValues>(
            shape, outputGradient, packed, default, output, inputGradient, panels, samples, scratch);
    }
}
