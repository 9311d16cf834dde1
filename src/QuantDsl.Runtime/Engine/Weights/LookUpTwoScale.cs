using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// −α₋, 0 and α₊ of a layer, by look-up: 32 bits for 18 weights. The scales are in the tables: each term is multiplied before it is added.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LookUpTwoScale : IWeightForm
{
    /// <inheritdoc/>
    public static bool LooksUp => true;

    /// <inheritdoc/>
    public static int PanelColumns => LookUpPanels.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => LookUpPanels<TwoScaleSums>.Bytes(order);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => LookUpPanels<TwoScaleSums>.Bytes(order);

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            (packed.Scales[0], packed.Scales[1]) = (weights.Scales[0], weights.Scales[1]);
        TwoScaleSums.Pack(order, weights, packed.Panels, panels);
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
        float* levels = stackalloc float[TernaryTable.Levels.Length];
        var output = new ProductOutput<NoValues, TBias>(default, bias);
        LookUpForm<TwoScaleSums>.Run<TLanes, NoValues, TBias>(
            shape, x, packed, Sums(packed, levels), output, y, panels, samples, scratch);
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
        float* levels = stackalloc float[TernaryTable.Levels.Length];
        LookUpForm<TwoScaleSums>.Run<TLanes, NoValues, NoValues>(
            shape, outputGradient, packed, Sums(packed, levels), default, inputGradient, panels, samples, scratch);
    }

    private static TwoScaleSums Sums(in PackedWeights packed, float* levels)
    {
        TernaryTable.WriteLevels(packed.Scales[0], packed.Scales[1], levels);
        return new TwoScaleSums(levels);
    }
}
