using System.Globalization;
using QuantDsl.Tests.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>An evaluation needs less memory than training: it takes few samples at a time and releases values behind their last reader.</summary>
public sealed class EvaluationMemoryTests
{
    private const long Mebibyte = 1 << 20;

    /// <summary>
    /// Of 452 samples, those of 128 MiB have two values of 288 KiB each alive at the same time. All values of a batch of 40 in training are about
    /// 300 MiB, and those of an evaluation of 452 at a time would be 3 GiB.
    /// </summary>
    [LinuxFact]
    public void An_evaluation_needs_less_than_training()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.EvaluationMemory);

        Assert.True(child.ExitCode == 0, child.Output);
        long evaluation = Number("evaluation");
        long training = Number("training");
        Assert.True(evaluation < 200 * Mebibyte, child.Output);
        Assert.True(evaluation < training, child.Output);

        long Number(string name) => long.Parse(
            child.Output.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Print()
    {
        set_num_threads(1);
        using Tensor inputs = rand(452, 8, 96, 96);
        using var data = new Dataset(inputs.alias(), zeros(452, ScalarType.Int64), "noise", classes: 10);
        using var model = new LargeActivations();
        using Tensor batch = inputs.narrow(0, 0, 40);
        using Tensor labels = zeros(40, ScalarType.Int64);
        Console.WriteLine($"evaluation {Peak(() => model.Evaluate(data))}");
        Console.WriteLine($"training {Peak(() => model.Step(batch, labels))}");
    }

    /// <summary>How far the memory of the process goes beyond what it was.</summary>
    private static long Peak(Action action)
    {
        action(); // code is compiled, and memory that stays is there
        long before = Resident();
        long peak = before;
        using var isDone = new ManualResetEventSlim();
        var sampler = new Thread(() =>
        {
            while (!isDone.Wait(1))
                peak = Math.Max(peak, Resident());
        });
        sampler.Start();
        action();
        isDone.Set();
        sampler.Join();
        return peak - before;
    }

    private static long Resident() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
