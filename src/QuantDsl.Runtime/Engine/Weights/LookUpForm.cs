namespace QuantDsl.CompilerServices;

/// <summary>What the forms of weights have in common whose products are looked up.</summary>
/// <typeparam name="TSums">The sums.</typeparam>
internal static unsafe class LookUpForm<TSums>
    where TSums : struct, ILookUpSums
{
    /// <summary>y = α·sum + bias.</summary>
    public static void Run<TLanes, TScale, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TSums sums, in ProductOutput<TScale, TBias> output, float* y, UnitRange panels,
        UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TScale : struct, IColumnValues
        where TBias : struct, IColumnValues =>
        LookUpProduct<TLanes, TSums, TScale, TBias, NoValues>.Run(
            shape, x, packed.Panels, y, output, default, sums, panels, samples, scratch);

    /// <summary>∂x, where the terms have an α each: that of their output channel.</summary>
    public static void RunFactors<TLanes>(
        in TapShape shape, float* outputGradient, in PackedWeights packed, TSums sums, float* inputGradient, UnitRange panels,
        UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes> =>
        LookUpProduct<TLanes, TSums, NoValues, NoValues, ValuePerColumn>.Run(
            shape, outputGradient, packed.Panels, inputGradient, default, new ValuePerColumn(packed.Scales), sums, panels, samples, scratch);

    /// <summary>Packs weights that have one α.</summary>
    public static void Pack(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
            *packed.Scales = *weights.Scales;
        TSums.Pack(order, weights, packed.Panels, panels);
    }

    /// <summary>Packs weights that have an α for each output channel.</summary>
    public static void PackRows(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0)
        {
            int outputs = order.IsForward ? order.Columns : order.Channels;
            for (int output = 0; output < outputs; output++)
                packed.Scales[output] = weights.ScaleOf(output);
        }
        TSums.Pack(order, weights, packed.Panels, panels);
    }
}
