namespace QuantDsl.CompilerServices;

/// <summary>How the product of a linear layer is cut into units: by panels, and by samples as well where there are few panels.</summary>
internal readonly struct ProductUnits
{
    /// <summary>As many units keep a few threads busy to the end.</summary>
    private const int Enough = 16;

    /// <summary>Samples of a unit at least: a tile of rows.</summary>
    private const int FewestRows = 14;

    private readonly int _samples;
    private readonly int _groups;

    private ProductUnits(int panels, int samples, int groups)
    {
        Count = panels * groups;
        _samples = samples;
        _groups = groups;
    }

    /// <summary>Number of units.</summary>
    public int Count { get; }

    /// <summary>The cut of a product.</summary>
    public static ProductUnits Of(int columns, int samples)
    {
        int panels = Panels.Count(columns);
        int groups = Math.Clamp((Enough + panels - 1) / panels, 1, Math.Max(1, samples / FewestRows));
        return new ProductUnits(panels, samples, groups);
    }

    /// <summary>A unit: a panel, and some samples.</summary>
    public (int Panel, UnitRange Samples) Unit(int unit)
    {
        (int panel, int group) = Math.DivRem(unit, _groups);
        return (panel, new UnitRange((int)((long)_samples * group / _groups), (int)((long)_samples * (group + 1) / _groups)));
    }
}
