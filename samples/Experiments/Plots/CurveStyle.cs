using Experiments.Runs;
using Experiments.Tables;
using ScottPlot;
using static System.FormattableString;

namespace Experiments.Plots;

/// <summary>How the curves of a group look and what the legend calls them.</summary>
/// <param name="Label">The name.</param>
/// <param name="Color">The colour.</param>
/// <param name="Pattern">The line.</param>
internal sealed record CurveStyle(string Label, Color Color, LinePattern Pattern)
{
    // Okabe and Ito's colours, which people with any colour vision tell apart.
    private static readonly Dictionary<Method, string[]> Colors = new()
    {
        [Method.Adam] = ["#444444"],
        [Method.Laq] = ["#0072B2"],
        [Method.Blaq] = ["#D55E00", "#E69F00", "#CC79A7"],
        [Method.Discard] = ["#009E73", "#56B4E9"],
    };

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>A style for each group; those of one method that differ in period or blend get other colours and lines.</summary>
    public static IReadOnlyDictionary<RunGroup, CurveStyle> For(IReadOnlyList<GroupResult> results)
    {
        Dictionary<RunGroup, CurveStyle> styles = [];
        foreach (IGrouping<Method, RunGroup> method in results.Select(result => result.Group).GroupBy(group => group.Method))
        {
            // The same period and blend look the same at all bits and in all networks.
            List<(int?, double?)> settings = [.. method.Select(group => (group.Period, group.Blend)).Distinct()];
            foreach (RunGroup group in method)
            {
                int index = settings.IndexOf((group.Period, group.Blend));
                string[] colors = Colors[method.Key];
                styles.Add(group, new CurveStyle(Name(group), Color.FromHex(colors[index % colors.Length]), Patterns[index % Patterns.Length]));
            }
        }

        return styles;
    }

    private static string Name(RunGroup group) => group.Period is { } period
        ? Invariant($"{group.Method.Title()} (period {period}, blend {group.Blend})")
        : group.Method.Title();
}
