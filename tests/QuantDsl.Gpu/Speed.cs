using System.Diagnostics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Gpu;

/// <summary>Times of steps.</summary>
internal static class Speed
{
    private const int Rounds = 11;
    private const int Calls = 20;

    /// <summary>Steps on a minibatch that comes from the host, with the loss fetched after each; and how many nodes their graphs have.</summary>
    public static void Step(Report report, string name, IDeviceModel model, Samples samples)
    {
        (float[] inputs, int[] labels) = samples.Minibatch(1);
        report.Add($"step.{name}.laq_ms", Median(() => model.Step(inputs, labels)));
        report.Add($"step.{name}.backtrack_ms", Median(() => model.BacktrackStep(inputs, labels)));
        if (model.Engine is not CudaTraining device)
            return;
        report.Add($"step.{name}.laq_nodes", device.Device.Nodes(backtracks: false));
        report.Add($"step.{name}.backtrack_nodes", device.Device.Nodes(backtracks: true));
    }

    private static double Median(Action run)
    {
        var times = new List<double>();
        for (int round = -1; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
                run();
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Calls);
        }
        times.Sort();
        return times[Rounds / 2];
    }
}
