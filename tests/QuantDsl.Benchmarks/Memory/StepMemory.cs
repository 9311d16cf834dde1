using System.Globalization;
using QuantDsl.Benchmarks.Ratios;

namespace QuantDsl.Benchmarks.Memory;

/// <summary>Managed memory that a step allocates, and pages that it touches for the first time, after the tiered compiler has settled.</summary>
internal static class StepMemory
{
    private const int Steps = 21;

    /// <summary>Medians over some steps. Page faults are counted on Linux only.</summary>
    public static (double Bytes, double PageFaults) Measure(Action step)
    {
        Thread.Sleep(250); // the tiered compiler waits 100 ms for quiet, then works beside us
        var bytes = new double[Steps];
        var faults = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true), before = PageFaults();
            step();
            faults[i] = PageFaults() - before;
            bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        }
        return (Statistics.Median(bytes), Statistics.Median(faults));
    }

    /// <summary>Field 10 of the line, which begins with the number and, in parentheses, the name of the process.</summary>
    private static long PageFaults()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        string line = File.ReadAllText("/proc/self/stat");
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[7], CultureInfo.InvariantCulture);
    }
}
