using System.CommandLine;
using Experiments.Running;
using Experiments.Runs;

namespace Experiments.Options;

/// <summary><c>run</c>: trains every combination of the lists.</summary>
internal static class RunCommand
{
    private static readonly PlanOptions Plan = new(bits: "1");

    private static readonly ValueOption<IReadOnlyList<string>> Methods = Values.Words(
        "--method",
        MethodNames.Choices,
        "Loss-aware quantization (laq), with backtracking (blaq), or also discarding trial moments (discard); ignored with 32 bits.",
        "laq,blaq");

    private static readonly ValueOption<IReadOnlyList<int>> Periods = Values.Numbers(
        "--period", 1, int.MaxValue, "N", "With blaq and discard, every N-th epoch backtracks. [default: as declared by the network]");

    /// <summary>The command.</summary>
    public static Command Command { get; } = Commands.Of(
        "run",
        "Trains every combination of networks, bits, methods, periods and seeds; resumes where it was interrupted.",
        [.. Plan.First, Methods, Periods, .. Plan.Rest]);

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output) =>
        Supervisor.Run(Plan.Jobs(parsed, (network, bits) => Groups(parsed, network, bits), output), Plan.Parallel(parsed), output);

    private static IEnumerable<RunGroup> Groups(ParseResult parsed, string network, int bits)
    {
        if (bits == 32)
            return [new RunGroup(network, bits, Method.Adam, null, null)];
        return Methods.Read(parsed).Select(MethodNames.Parse).SelectMany(method => method.Backtracks()
            ? Backtracking(parsed, network, bits, method)
            : [new RunGroup(network, bits, method, null, null)]);
    }

    private static IEnumerable<RunGroup> Backtracking(ParseResult parsed, string network, int bits, Method method)
    {
        (int period, double blend) = Catalog.Find(network).Declared;
        return Periods.Or(parsed, [period]).Select(each => new RunGroup(network, bits, method, each, blend));
    }
}
