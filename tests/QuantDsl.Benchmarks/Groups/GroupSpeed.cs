using System.Diagnostics;
using Digits.Models;
using Experiments.Networks;
using TorchSharp;
using static System.FormattableString;

namespace QuantDsl.Benchmarks.Groups;

/// <summary>
/// How long a step takes in this process alone, or, started by mpirun, in all of its processes together; and what they exchange. Each
/// epoch is one measurement; of the epochs after the first the median counts.
/// </summary>
internal static class GroupSpeed
{
    private const int Epochs = 6;

    /// <summary>Prints "name: value", a line each.</summary>
    public static void Print(TextWriter output)
    {
        if (Mpi.World is { Rank: > 0 })
            output = TextWriter.Null;
        output.WriteLine(Invariant($"ranks: {Mpi.World?.Size ?? 1}"));
        output.WriteLine(Invariant($"threads: {CompilerServices.ThreadCount.Value}"));
        foreach (GroupSums sums in Mpi.World is null ? (GroupSums[])[GroupSums.Exact] : [GroupSums.Exact, GroupSums.Fast])
        {
            string suffix = sums == GroupSums.Exact ? "" : ".fast";
            Measure<LeNet5>($"lenet5{suffix}", steps: 20, sums, output);
            Measure<Mlp>($"mlp{suffix}", steps: 10, sums, output);
            Measure<Vgg>($"vgg{suffix}", steps: 1, sums, output);
        }
        if (Mpi.World is { Size: > 1 } group)
            PrintSums(group, output);
        else
            MeasureSample<ResNet18>("resnet18", samples: 16, output);
    }

    /// <summary>A step of some samples, where a whole minibatch would take too much memory.</summary>
    private static void MeasureSample<TModel>(string name, int samples, TextWriter output)
        where TModel : IQuantModel<TModel>
    {
        ModelInfo info = TModel.Info;
        (float[] inputs, long[] labels) = Draw(info, samples);
        long[] shape = [samples, .. info.InputShape.Select(length => (long)length)];
        using torch.Tensor input = torch.tensor(inputs, shape), classes = torch.tensor(labels);
        using TModel model = TModel.Create(seed: 1);
        double[] seconds = [.. Enumerable.Range(0, Epochs).Select(_ => Seconds(() => model.Step(input, classes))).Skip(1).Order()];
        output.WriteLine(Invariant($"{name}.ms_of_sample: {1000 * seconds[seconds.Length / 2] / samples:F2}"));
    }

    private static (float[] Inputs, long[] Labels) Draw(ModelInfo info, int count)
    {
        int size = info.InputShape.Aggregate(1, (product, length) => product * length);
        var random = new Random(1);
        float[] inputs = new float[(long)count * size];
        foreach (ref float input in inputs.AsSpan())
            input = random.NextSingle() - 0.5f;
        return (inputs, [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(info.Classes))]);
    }

    private static void Measure<TModel>(string name, int steps, GroupSums sums, TextWriter output)
        where TModel : IQuantModel<TModel>
    {
        ModelInfo info = TModel.Info;
        (float[] inputs, long[] labels) = Draw(info, steps * info.Batch);
        long[] shape = [.. info.InputShape.Select(length => (long)length)];
        using var data = Dataset.FromArrays(inputs, shape, labels, classes: info.Classes);
        using TModel model = TModel.Create(seed: 1);
        CountingGroup? group = Mpi.World is { } world ? new(world) : null;
        TrainingReport report = model.Fit(data, options: new FitOptions
        {
            Epochs = Epochs,
            BacktrackPeriod = 0,
            Progress = ProgressMode.None,
            Group = group,
            GroupSums = sums,
        });
        double[] seconds = [.. report.Epochs.Skip(1).Select(epoch => epoch.Seconds / epoch.Steps).Order()];
        output.WriteLine(Invariant($"{name}.ms_of_step: {1000 * seconds[seconds.Length / 2]:F2}"));
        if (group is null)
            return;
        double all = Epochs * steps;
        output.WriteLine(Invariant($"{name}.ms_of_exchanges: {group.Time.TotalMilliseconds / all:F2}"));
        output.WriteLine(Invariant($"{name}.messages_of_step: {group.Messages / all:F1}"));
        output.WriteLine(Invariant($"{name}.bytes_sent_of_step: {group.Bytes / all:F0}"));
    }

    /// <summary>The sums alone, of as many numbers as VGG has weights: ours in the order of a single process, and MPI's.</summary>
    private static void PrintSums(ITrainingGroup group, TextWriter output)
    {
        float[] values = new float[14_000_000];
        var exact = new OnlySums(group);
        double[] ours = new double[7], theirs = new double[7];
        for (int round = 0; round < ours.Length; round++)
        {
            group.Gather([]);
            ours[round] = Seconds(() => exact.Sum(values));
            group.Gather([]);
            theirs[round] = Seconds(() => group.Sum(values));
        }
        output.WriteLine(Invariant($"sum14M.exact_ms: {1000 * ours.Order().ElementAt(ours.Length / 2):F1}"));
        output.WriteLine(Invariant($"sum14M.fast_ms: {1000 * theirs.Order().ElementAt(theirs.Length / 2):F1}"));
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class OnlySums(ITrainingGroup group) : CompilerServices.SharedBatch(group.Rank, group.Size)
    {
        protected override bool WantsToStop => false;

        protected override void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received) =>
            group.Exchange(partner, sent, received);
    }
}
