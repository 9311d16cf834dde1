using Experiments.Runs;
using static System.FormattableString;

namespace Experiments.Tables;

/// <summary>Results for every blend and period of one network and bit width, and those of LAQ.</summary>
/// <param name="Network">The network.</param>
/// <param name="Bits">Bits per weight.</param>
/// <param name="Laq">Results of LAQ; null if it was not run.</param>
/// <param name="Cells">Results of the grid's cells.</param>
internal sealed record AblationGrid(string Network, int Bits, GroupResult? Laq, IReadOnlyList<GroupResult> Cells)
{
    /// <summary>The blends in ascending order.</summary>
    public IReadOnlyList<double> Blends { get; } = [.. Cells.Select(cell => cell.Group.Blend!.Value).Distinct().Order()];

    /// <summary>The periods in ascending order.</summary>
    public IReadOnlyList<int> Periods { get; } = [.. Cells.Select(cell => cell.Group.Period!.Value).Distinct().Order()];

    /// <summary>Title of the grid.</summary>
    public string Title => Invariant($"{Network}, {Bits} bit");

    /// <summary>The grids of a set of runs: one for each network and bit width with BLAQ runs.</summary>
    public static IReadOnlyList<AblationGrid> Of(IEnumerable<RunRecord> runs) =>
    [
        .. from result in GroupResult.Of(runs)
           group result by (result.Group.Network, result.Group.Bits) into network
           let cells = network.Where(result => result.Group.Method == Method.Blaq).ToArray()
           where cells.Length > 0
           select new AblationGrid(
               network.Key.Network, network.Key.Bits, network.FirstOrDefault(result => result.Group.Method == Method.Laq), cells),
    ];

    /// <summary>The result of a cell; null if it was not run.</summary>
    public GroupResult? At(double blend, int period) =>
        Cells.FirstOrDefault(cell => cell.Group.Blend == blend && cell.Group.Period == period);

    /// <summary>The grid as a table with one row per blend and one column per period.</summary>
    public TextTable ToTable()
    {
        List<IReadOnlyList<string>> rows =
        [
            .. Blends.Select(blend => (IReadOnlyList<string>)
                [Invariant($"blend {blend}"), .. Periods.Select(period => Cell(At(blend, period)))]),
        ];
        if (Laq is not null)
            rows.Add([.. Periods.Select(_ => "").Skip(1).Prepend(Cell(Laq)).Prepend("LAQ")]);
        return new TextTable([$"{Title}, test %", .. Periods.Select(period => Invariant($"period {period}"))], rows);
    }

    private static string Cell(GroupResult? result) => result is null ? "-" : ResultTable.WithSpread(result.Test, 2);
}
