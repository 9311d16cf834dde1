using System.CommandLine;
using Experiments.Running;
using Experiments.Runs;
using Experiments.Tables;

namespace Experiments.Options;

/// <summary><c>ablate</c>: trains the grid of blends and periods of the paper's appendix, and LAQ for comparison.</summary>
internal static class AblateCommand
{
    private static readonly PlanOptions Plan = new(bits: "1");

    private static readonly ValueOption<IReadOnlyList<double>> Blends = Values.Fractions(
        "--blends",
        0,
        1,
        "A",
        "Weights of the current gradient against the trial's.",
        "0.5,0.6,0.7,0.8,0.9");

    private static readonly ValueOption<IReadOnlyList<int>> Periods = Values.Numbers(
        "--periods", 1, int.MaxValue, "N", "Every N-th epoch takes backtrack steps.", "1,2,5,10");

    /// <summary>The command.</summary>
    public static Command Command { get; } = Commands.Of(
        "ablate",
        "Trains a grid of blends and periods, and LAQ for comparison, and shows the results.",
        [.. Plan.First, Blends, Periods, .. Plan.Rest]);

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output)
    {
        IReadOnlyList<Job> jobs = Plan.Jobs(parsed, (network, bits) => Groups(parsed, network, bits), output);
        int code = Supervisor.Run(jobs, Plan.Parallel(parsed), output);
        if (code != Program.Success)
            return code;

        output.WriteLine();
        RunRecord[] runs = [.. jobs.Select(job => RunReader.Read(job.Path)!)];
        foreach (AblationGrid grid in AblationGrid.Of(runs))
            output.WriteLine(grid.ToTable().ToMarkdown());
        return Program.Success;
    }

    private static IEnumerable<RunGroup> Groups(ParseResult parsed, string network, int bits)
    {
        if (bits == 32)
            throw new UsageException("--bits: expected numbers below 32, got 32: backtracking needs quantized weights.");
        return
        [
            new RunGroup(network, bits, Method.Laq, null, null),
            .. from blend in Blends.Read(parsed)
               from period in Periods.Read(parsed)
               select new RunGroup(network, bits, Method.Blaq, period, blend),
        ];
    }
}
