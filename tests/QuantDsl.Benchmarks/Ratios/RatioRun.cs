using System.Globalization;
using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Memory;
using QuantDsl.Benchmarks.Updates;

namespace QuantDsl.Benchmarks.Ratios;

/// <summary>The ratios that are promised, from interleaved rounds in one process: one line each.</summary>
internal static class RatioRun
{
    private const int BytesPerParameter = 32; // g read; m, v and w read and written; q written: eight floats
    private const int MaximalRounds = 12;
    private const int MinimalRounds = 3;
    private static readonly TimeSpan LastRoundBegins = TimeSpan.FromSeconds(55); // of 90: a slow machine gets fewer rounds

    /// <summary>Runs and prints.</summary>
    public static void Print(TextWriter output)
    {
        using var products = new ProductContest();
        using var contest = new Contest();
        List<Contestant> contestants = [.. products.Contestants, .. contest.Contestants];
        for (int round = 1; round <= MaximalRounds && (round <= MinimalRounds || Progress.Elapsed < LastRoundBegins); round++)
        {
            Progress.Write($"round {round}");
            foreach (Contestant contestant in contestants)
                contestant.TakeTurn();
        }
        foreach (Contestant contestant in contestants)
            Progress.Write($"{contestant.Name}: {1e3 * Statistics.Median(contestant.Rounds):F2} ms");

        Line(output, "gemm.float.vs_libtorch", TimeOver(products.Libtorch, products.Float));
        Line(output, "gemm.bits1.vs_libtorch", TimeOver(products.Libtorch, products.Look));
        Line(output, "gemm.bits1.vs_fma_peak", ProductContest.Operations / products.PeakOperations * TimeOver(products.Peak, products.Look));
        Line(output, "mlp.step1.vs_fp32_adam", TimeOver(contest.Adam, contest.Step1));
        Line(output, "mlp.step2.vs_fp32_adam", TimeOver(contest.Adam, contest.Step2));
        Line(output, "mlp.step1.vs_own_fp32", TimeOver(contest.StepFull, contest.Step1));
        Line(output, "update1.bandwidth_fraction", BandwidthFraction(contest));
        Line(output, "update2.sweeps", contest.Sweeps2.Average());
        Line(output, "step2.vs_op_by_op", TimeOver(contest.OpByOp2, contest.Step2));
        Line(output, "backtrack1.vs_step1", TimeOver(contest.Backtrack1, contest.Step1));
        Line(output, "lenet5.step1.vs_fp32_adam", TimeOver(contest.LeNetAdam, contest.LeNetStep1));
        Line(output, "lenet5.step1.vs_fp32_adam.right", TimeOver(contest.LeNetRightAdam, contest.LeNetStep1));
        Line(output, "vgg.step1.vs_fp32_adam", TimeOver(contest.VggAdam, contest.VggStep1));
        Line(output, "charlstm.step1.vs_fp32_adam", TimeOver(contest.CharAdam, contest.CharStep1));
        Line(output, "zigzag1.step_vs_step1", TimeOver(contest.MeasuredStep1, contest.Step1));
        Line(output, "zigzag1.update_vs_update1", TimeOver(contest.MeasuredUpdate1, contest.Update1));
        Line(output, "update.allocated_bytes", AllocatedBytes(contest));
        (double bytes, double faults) = StepMemory.Measure();
        Line(output, "step.allocated_bytes", bytes);
        Line(output, "step.page_faults", faults);
        Line(output, "mlp.bytes_per_weight", ResidentMemory.BytesPerWeight(backtracks: false));
        Line(output, "mlp.bytes_per_weight.backtrack", ResidentMemory.BytesPerWeight(backtracks: true));
        Progress.Write($"done");
    }

    private static double BandwidthFraction(Contest contest)
    {
        double updateBytes = (double)BytesPerParameter * contest.UpdatedParameters;
        IEnumerable<double> fastestCopies = contest.CopyByTorch.Rounds.Zip(contest.CopyBySpans.Rounds, Math.Min);
        return Statistics.MedianRatio(
            contest.Update1.Rounds.Select(seconds => updateBytes / seconds),
            fastestCopies.Select(seconds => PlainCopy.BytesMoved / seconds));
    }

    private static long AllocatedBytes(Contest contest) =>
        Math.Max(UpdateAllocation.Worst(contest.Update1Run), UpdateAllocation.Worst(contest.PrepareUpdate2()));

    private static double TimeOver(Contestant numerator, Contestant denominator) =>
        Statistics.MedianRatio(numerator.Rounds, denominator.Rounds);

    private static void Line(TextWriter output, string name, double value) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value:F3}"));

    private static void Line(TextWriter output, string name, long value) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value}"));
}
