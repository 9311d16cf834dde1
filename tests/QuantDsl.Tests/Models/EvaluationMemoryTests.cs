using System.Globalization;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>
/// An evaluation needs less memory than training: it takes few samples at a time and releases values behind their last reader.
/// </summary>
public sealed class EvaluationMemoryTests
{
    private const long Mebibyte = 1 << 20;

    /// <summary>
    /// Of 240 samples, those of 128 MiB have two values of 288 KiB each alive at the same time. All values of a batch of 40 in training are
    /// about 300 MiB, and those of an evaluation of 240 at a time would be 1.7 GiB.
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
            child.Output.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..],
            CultureInfo.InvariantCulture);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Print()
    {
        ThreadCount.Value = 1;
        using Tensor inputs = rand(240, 8, 96, 96);
        using Tensor labels = zeros(240, ScalarType.Int64);
        using Dataset data = Of(240);
        using Dataset few = Of(2);
        using Tensor batch = inputs.narrow(0, 0, 40);
        using Tensor ofBatch = labels.narrow(0, 0, 40);
        using var model = new LargeActivations();

        model.Evaluate(few); // compiles the code
        Console.WriteLine($"evaluation {Peak(() => model.Evaluate(data))}");
        Console.WriteLine($"training {Peak(() => model.Step(batch, ofBatch))}");

        Dataset Of(int samples) => new(inputs.narrow(0, 0, samples), labels.narrow(0, 0, samples), "noise", classes: 10);
    }

    /// <summary>How far the resident memory of the process goes beyond what it was, in bytes.</summary>
    private static long Peak(Action action)
    {
        File.WriteAllText("/proc/self/clear_refs", "5"); // the largest size is from now on the present one: proc(5)
        long before = LargestSize();
        action();
        return LargestSize() - before;
    }

    private static long LargestSize()
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
    }
}
