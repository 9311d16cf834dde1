using Microsoft.Win32.SafeHandles;

namespace QuantDsl.Bits;

/// <summary>What a step takes of memory once the process has settled: managed bytes of all threads, and page faults (Linux).</summary>
internal static class StepMemory
{
    private const int WarmUp = 300;
    private const int Steps = 300;

    /// <summary>Prints a line for each kind of step: the medians.</summary>
    public static void Print<TModel, TInput>()
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        foreach (bool backtracks in (ReadOnlySpan<bool>)[false, true])
        {
            (long bytes, long faults) = Medians<TModel, TInput>(backtracks);
            Console.WriteLine($"{typeof(TModel).Name} {(backtracks ? "backtrack" : "LAQ")}: {bytes} bytes allocated, {faults} page faults");
        }
    }

    private static (long Bytes, long Faults) Medians<TModel, TInput>(bool backtracks)
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        using TModel model = TModel.Create(seed: 5);
        (TInput[] inputs, int[] labels) = Samples.Draw<TInput>(TModel.Info, TModel.Info.Batch, seed: 1);
        using SafeFileHandle statistics = File.OpenHandle("/proc/self/stat");
        byte[] buffer = new byte[1024];
        long[] bytes = new long[Steps];
        long[] faults = new long[Steps];
        for (int step = -WarmUp; step < Steps; step++)
        {
            long faultsBefore = PageFaults(statistics, buffer);
            long bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
            _ = backtracks ? model.BacktrackStep(inputs, labels) : model.Step(inputs, labels);
            long bytesAfter = GC.GetTotalAllocatedBytes(precise: true);
            long faultsAfter = PageFaults(statistics, buffer);
            if (step >= 0)
                (bytes[step], faults[step]) = (bytesAfter - bytesBefore, faultsAfter - faultsBefore);
        }
        Array.Sort(bytes);
        Array.Sort(faults);
        return (bytes[Steps / 2], faults[Steps / 2]);
    }

    /// <summary>Minor and major faults of the process: fields 10 and 12 behind its name, which is in parentheses.</summary>
    private static long PageFaults(SafeFileHandle statistics, byte[] buffer)
    {
        ReadOnlySpan<byte> text = buffer.AsSpan(0, RandomAccess.Read(statistics, buffer, fileOffset: 0));
        text = text[(text.LastIndexOf((byte)')') + 2)..];
        long faults = 0;
        for (int field = 3; field <= 12; field++)
        {
            int end = text.IndexOf((byte)' ');
            if (field is 10 or 12)
                faults += long.Parse(text[..end]);
            text = text[(end + 1)..];
        }
        return faults;
    }
}
