using System.Buffers.Text;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using QuantDsl.Benchmarks.Models;
using QuantDsl.Benchmarks.Ratios;

namespace QuantDsl.Benchmarks.Memory;

/// <summary>
/// Managed memory that a step of the 1-bit perceptron allocates, and pages that it touches for the first time, after the tiered compiler
/// has settled; in a process of its own, from arrays.
/// </summary>
internal static class StepMemory
{
    /// <summary>The option of a child.</summary>
    public const string Option = "--step-memory";

    private const int Steps = 21;
    private const int WarmUp = 60;

    /// <summary>Medians over some steps.</summary>
    public static (double Bytes, double PageFaults) Measure()
    {
        string[] numbers = Child.Run(Option).Split(' ');
        return (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Trains, and prints both: what a child does. Page faults are counted on Linux only.</summary>
    public static void Print()
    {
        using Wide model = new(seed: 1);
        (float[] inputs, int[] labels) = ResidentMemory.Minibatch(Wide.Info);
        for (int i = 0; i < WarmUp; i++)
            model.Step(inputs, labels);
        Thread.Sleep(250); // the tiered compiler waits 100 ms for quiet, then works beside us
        using SafeFileHandle? status = OperatingSystem.IsLinux() ? File.OpenHandle("/proc/self/stat") : null;
        double[] bytes = new double[Steps], faults = new double[Steps];
        for (int i = -3; i < Steps; i++)
        {
            long faultsBefore = PageFaults(status), before = GC.GetTotalAllocatedBytes(precise: true);
            model.Step(inputs, labels);
            long after = GC.GetTotalAllocatedBytes(precise: true), faultsAfter = PageFaults(status);
            if (i >= 0)
                (bytes[i], faults[i]) = (after - before, faultsAfter - faultsBefore);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(bytes)} {Statistics.Median(faults)}"));
    }

    /// <summary>
    /// Field 10 of the line, which begins with the number and, in parentheses, the name of the process. Allocates nothing.
    /// </summary>
    private static long PageFaults(SafeFileHandle? status)
    {
        if (status is null)
            return 0;
        Span<byte> line = stackalloc byte[1024];
        line = line[..RandomAccess.Read(status, line, fileOffset: 0)];
        line = line[(line.LastIndexOf((byte)')') + 2)..];
        for (int field = 3; field < 10; field++)
            line = line[(line.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(line, out long faults, out _) ? faults : throw new InvalidDataException("/proc/self/stat has no field 10.");
    }
}
