using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Which units (samples, panels, shards, …) of its work a kernel does: those of one thread.</summary>
/// <param name="start">The first.</param>
/// <param name="end">The one after the last.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnitRange(int start, int end)
{
    /// <summary>One unit.</summary>
    public static UnitRange One(int unit) => new(unit, unit + 1);

    /// <summary>The first.</summary>
    public int Start { get; } = start;

    /// <summary>The one after the last.</summary>
    public int End { get; } = end;
}
