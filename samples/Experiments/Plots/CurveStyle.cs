using Experiments.Runs;
using Experiments.Tables;
using ScottPlot;
using static System.FormattableString;

namespace Experiments.Plots;

/// <summary>Style of a group's curves and their label in the legend.</summary>
/// <param name="Label">The label.</param>
/// <param name="Color">The colour.</param>
/// <param name="Pattern">The line pattern.</param>
internal sealed record CurveStyle(string Label, Color Color, LinePattern Pattern)
{
    // Okabe and Ito's palette, which people with any kind of colour vision can tell apart.
    private static readonly Dictionary<Method, string[]> Colors = new()
    {
        [Method.Adam] = ["#444444"],
        [Method.Laq] = ["#0072B2"],
        [Method.Blaq] = ["#D55E00", "#E69F00", "#CC79A7"],
        [Method.Discard] = ["#009E73", "#56B4E9"],
    };

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>
    /// Chooses a style for each group; groups of one method that differ in period or blend get different colours and patterns.
    /// </summary>
    public static IReadOnlyDictionary<RunGroup, CurveStyle> For(IReadOnlyList<GroupResult> results)
    {
        Dictionary<RunGroup, CurveStyle> styles = [];
        foreach (IGrouping<Method, RunGroup> method in results.Select(result => result.Group).GroupBy(group => group.Method))
        {
            // The same period and blend have the same style at all bit widths and in all networks.
            List<(int?, double?)> settings = [.. method.Select(group => (group.Period, group.Blend)).Distinct()];
            foreach (RunGroup group in method)
            {
                int index = settings.IndexOf((group.Period, group.Blend));
                string[] colors = Colors[method.Key];
                var color = Color.FromHex(colors[index % colors.Length]);
                styles.Add(group, new CurveStyle(Name(group), color, Patterns[index % Patterns.Length]));
            }
        }

        return styles;
    }

    private static string Name(RunGroup group) => group.Period is { } period
        ? Invariant($"{group.Method.Title()} (period {period}, blend {group.Blend})")
        : group.Method.Title();
}
