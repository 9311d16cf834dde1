using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>Weights packed in guarded memory, panel by panel.</summary>
internal static unsafe class PanelRun
{
    public static GuardedFloats PackFloats(in WeightOrder order, float[] weights)
    {
        GuardedFloats panels = Room<FloatPanels>(in order);
        using GuardedFloats source = new(weights);
        for (int panel = 0; panel < Panels.Count(order.Columns); panel++)
            FloatPacking.Pack(in order, source.Pointer, (byte*)panels.Pointer, new UnitRange(panel, panel + 1));
        panels.AssertGuards("float panels");
        return panels;
    }

    public static GuardedFloats PackSigns(in WeightOrder order, float[] weights)
    {
        GuardedFloats panels = Room<SignPanels>(in order);
        using GuardedFloats source = new(weights);
        for (int panel = 0; panel < Panels.Count(order.Columns); panel++)
            SignPacking.Pack(in order, new WeightSigns(source.Pointer), (byte*)panels.Pointer, new UnitRange(panel, panel + 1));
        panels.AssertGuards("sign panels");
        return panels;
    }

    public static GuardedFloats PackLevels(in WeightOrder order, float[] weights, float[] scales, int unit)
    {
        GuardedFloats panels = Room<LevelPanels>(in order);
        using GuardedFloats source = new(weights);
        using GuardedFloats alphas = new(scales);
        var weightsAndScales = new LayerWeights(source.Pointer, alphas.Pointer, scales.Length > 1 ? 1 : int.MaxValue);
        for (int panel = 0; panel < Panels.Count(order.Columns); panel++)
            LevelPacking.Pack(in order, weightsAndScales, unit, (byte*)panels.Pointer, new UnitRange(panel, panel + 1));
        panels.AssertGuards("level panels");
        return panels;
    }

    private static GuardedFloats Room<TPanels>(in WeightOrder order)
        where TPanels : struct, IPanels =>
        new((int)(Panels.Bytes<TPanels>(order.Columns, order.Steps) / sizeof(float)));
}
