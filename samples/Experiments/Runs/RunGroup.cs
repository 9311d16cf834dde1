using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>Runs that differ in their seed only.</summary>
/// <param name="Network">Name of the network on the command line.</param>
/// <param name="Bits">Bits of a weight; 32 in full precision.</param>
/// <param name="Method">How the weights are learned.</param>
/// <param name="Period">The paper's m, if the method backtracks.</param>
/// <param name="Blend">The paper's a, if the method backtracks.</param>
internal sealed record RunGroup(string Network, int Bits, Method Method, int? Period, double? Blend) : IComparable<RunGroup>
{
    /// <summary>The start of the runs' names: <c>lenet5-1bit-blaq-p5-a0.6</c>.</summary>
    public string Id => Invariant($"{Network}-{Bits}bit-{Method.Name()}")
        + (Period is { } period ? Invariant($"-p{period}") : "")
        + (Blend is { } blend ? Invariant($"-a{blend}") : "");

    /// <summary>The run of a seed.</summary>
    public RunSettings Run(long seed) =>
        new() { Network = Network, Bits = Bits, Method = Method, Period = Period, Blend = Blend, Seed = seed };

    /// <summary>Full precision first, then by bits; LAQ before what is compared with it.</summary>
    public int CompareTo(RunGroup? other) => other is null ? 1 : Key(this).CompareTo(Key(other));

    private static (string, int, Method, double, int) Key(RunGroup group) =>
        (group.Network, group.Bits == 32 ? 0 : group.Bits, group.Method, -(group.Blend ?? 0), -(group.Period ?? 0));
}
