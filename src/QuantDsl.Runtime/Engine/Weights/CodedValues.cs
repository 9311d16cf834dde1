using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Weights on any grid of few levels whose values are those of the whole layer, as codes: for predictions.</summary>
/// <typeparam name="TBits">Bits of a weight, 2 to 4.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct CodedValues<TBits> : IWeightForm
    where TBits : struct, IBitWidth
{
    /// <inheritdoc/>
    public static bool LooksUp => false;

    /// <inheritdoc/>
    public static int PanelColumns => CodePanels<TBits>.Columns;

    /// <inheritdoc/>
    public static long ForwardBytes(in WeightOrder order) => CodePanels<TBits>.Bytes(order.Steps);

    /// <inheritdoc/>
    public static long GradientBytes(in WeightOrder order) => 0;

    /// <inheritdoc/>
    public static void PackForward(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels)
    {
        if (panels.Start == 0) // the table lies where other forms have scales
            CodeValues<TBits>.Write(weights.Codes.Values, packed.Scales);
        CodePacking<TBits>.Pack(order, weights.Codes, packed.Panels, panels);
    }

    /// <inheritdoc/>
    public static void PackGradient(in WeightOrder order, in LayerWeights weights, in PackedWeights packed, UnitRange panels) =>
        throw ForPrediction.HasNoGradient();

    /// <inheritdoc/>
    public static void Forward<TLanes, TBias>(
        in TapShape shape, float* x, in PackedWeights packed, TBias bias, float* y, UnitRange panels, UnitRange samples, float* scratch)
        where TLanes : unmanaged, ILanes<TLanes>
        where TBias : struct, IColumnValues
    {
        var output = new ProductOutput<NoValues, TBias>(default, bias);
        CodeProduct<TLanes, TBits, NoValues, TBias>.Run(shape, x, packed.Panels, packed.Scales, y, output, panels);
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
        where TLanes : unmanaged, ILanes<TLanes> =>
        throw ForPrediction.HasNoGradient();
}
