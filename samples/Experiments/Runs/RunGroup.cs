using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>The settings shared by runs that differ only in their seed.</summary>
/// <param name="Network">Name of the network on the command line.</param>
/// <param name="Bits">Bits per weight; 32 in full precision.</param>
/// <param name="Method">The training method.</param>
/// <param name="Period">The paper's m, if the method backtracks.</param>
/// <param name="Blend">The paper's a, if the method backtracks.</param>
internal sealed record RunGroup(string Network, int Bits, Method Method, int? Period, double? Blend) : IComparable<RunGroup>
{
    /// <summary>The common part of the runs' names, for example <c>lenet5-1bit-blaq-p5-a0.6</c>.</summary>
    public string Id => Invariant($"{Network}-{Bits}bit-{Method.Name()}")
        + (Period is { } period ? Invariant($"-p{period}") : "")
        + (Blend is { } blend ? Invariant($"-a{blend}") : "");

    /// <summary>The run with this seed.</summary>
    public RunSettings Run(long seed) =>
        new() { Network = Network, Bits = Bits, Method = Method, Period = Period, Blend = Blend, Seed = seed };

    /// <summary>Orders full precision first, then by bits; LAQ before the methods that are compared with it.</summary>
    public int CompareTo(RunGroup? other) => other is null ? 1 : Key(this).CompareTo(Key(other));

    private static (string, int, Method, double, int) Key(RunGroup group) =>
        (group.Network, group.Bits == 32 ? 0 : group.Bits, group.Method, -(group.Blend ?? 0), -(group.Period ?? 0));
}
