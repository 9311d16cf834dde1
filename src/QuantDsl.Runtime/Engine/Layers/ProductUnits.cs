namespace QuantDsl.CompilerServices;

/// <summary>
/// How the product of a linear layer is cut into units, by panels and by samples, into enough of them to keep a few threads busy to the
/// end.
/// </summary>
internal readonly struct ProductUnits
{
    private const int Enough = 16;

    /// <summary>Samples of a unit at least, where they do not share tables: a tile of rows.</summary>
    private const int FewestRows = 14;

    /// <summary>Samples of a unit at least whose sums are looked up: a tile of rows.</summary>
    private const int FewestLookUps = 6;

    /// <summary>Panels of a unit at least that have the same tables, so that these cost little.</summary>
    private const int FewestPanels = 4;

    private readonly int _samples;
    private readonly int _sampleGroups;
    private readonly int _panels;
    private readonly int _panelGroups;

    private ProductUnits(int samples, int sampleGroups, int panels, int panelGroups)
    {
        (_samples, _sampleGroups, _panels, _panelGroups) = (samples, sampleGroups, panels, panelGroups);
    }

    /// <summary>Number of units.</summary>
    public int Count => _sampleGroups * _panelGroups;

    /// <summary>The cut of a product: first by panels, or first by samples where tables serve all panels.</summary>
    public static ProductUnits Of<TWeights>(int columns, int samples)
        where TWeights : struct, IWeightForm
    {
        int panels = (columns + TWeights.PanelColumns - 1) / TWeights.PanelColumns;
        if (!TWeights.LooksUp)
            return new(samples, Groups(samples, FewestRows, panels), panels, panels);
        int sampleGroups = Groups(samples, FewestLookUps, 1);
        return new(samples, sampleGroups, panels, Groups(panels, FewestPanels, sampleGroups));
    }

    /// <summary>A unit: some panels, and some samples.</summary>
    public (UnitRange Panels, UnitRange Samples) Unit(int unit)
    {
        (int panelGroup, int sampleGroup) = Math.DivRem(unit, _sampleGroups);
        return (Part(_panels, panelGroup, _panelGroups), Part(_samples, sampleGroup, _sampleGroups));
    }

    /// <summary>Into how many groups of at least <paramref name="fewest"/> something is cut that is done so many times.</summary>
    private static int Groups(int count, int fewest, int times) =>
        Math.Clamp((Enough + times - 1) / times, 1, Math.Max(1, count / fewest));

    private static UnitRange Part(int count, int group, int groups) =>
        new((int)((long)count * group / groups), (int)((long)count * (group + 1) / groups));
}
