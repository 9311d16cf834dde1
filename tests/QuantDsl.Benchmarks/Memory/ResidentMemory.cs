using System.Diagnostics;
using System.Globalization;
using QuantDsl.Benchmarks.Models;

namespace QuantDsl.Benchmarks.Memory;

/// <summary>
/// Memory that a weight costs in training: the slope of the resident memory of processes that train perceptrons of two widths. Each is a
/// process of its own, without libtorch.
/// </summary>
internal static class ResidentMemory
{
    /// <summary>The option of a child.</summary>
    public const string Option = "--resident";

    private const int Steps = 40; // the tiered compiler has settled

    /// <summary>Bytes for each weight more.</summary>
    /// <param name="backtracks">Whether steps backtrack.</param>
    public static double BytesPerWeight(bool backtracks)
    {
        string kind = backtracks ? "backtrack" : "laq";
        return (Ask("wide", kind) - Ask("narrow", kind)) / (double)(Weights(Wide.Info) - Weights(Narrow.Info));
    }

    /// <summary>Trains, and prints the resident memory in bytes: what a child does.</summary>
    public static void Print(string width, string kind)
    {
        bool backtracks = kind == "backtrack";
        if (width == "wide")
        {
            using Wide model = new(seed: 1);
            Train((x, labels) => backtracks ? model.BacktrackStep(x, labels) : model.Step(x, labels), Wide.Info);
        }
        else
        {
            using Narrow model = new(seed: 1);
            Train((x, labels) => backtracks ? model.BacktrackStep(x, labels) : model.Step(x, labels), Narrow.Info);
        }
    }

    /// <summary>Random samples.</summary>
    public static (float[] Inputs, int[] Labels) Minibatch(ModelInfo info)
    {
        Random random = new(1);
        return (
            [.. Enumerable.Range(0, info.Batch * 784).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, info.Batch).Select(i => i % 10)]);
    }

    private static void Train(Func<float[], int[], float> step, ModelInfo info)
    {
        (float[] inputs, int[] labels) = Minibatch(info);
        for (int i = 0; i < Steps; i++)
            step(inputs, labels);
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.WorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static long Weights(ModelInfo info) => info.Layers.Sum(layer => (long)layer.Weights);

    private static long Ask(string width, string kind) => long.Parse(Child.Run(Option, width, kind), CultureInfo.InvariantCulture);
}
