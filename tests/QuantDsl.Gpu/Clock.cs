using System.Diagnostics;
using TorchSharp;

namespace QuantDsl.Gpu;

/// <summary>Times of work on a device: enough calls at a time that one wait at the end does not count.</summary>
internal static class Clock
{
    private const int Rounds = 11;

    /// <summary>Median milliseconds of a call.</summary>
    public static double Milliseconds(torch.Device device, int calls, Action run)
    {
        for (int call = 0; call < calls; call++)
            run();
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            Wait(device);
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++)
                run();
            Wait(device);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls);
        }
        times.Sort();
        return times[Rounds / 2];
    }

    private static void Wait(torch.Device device)
    {
        if (device.type == DeviceType.CUDA)
            torch.cuda.synchronize();
    }
}
