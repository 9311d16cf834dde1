using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Gpu;

/// <summary>The device beside the CPU engine: updates with the same gradients, and whole steps on the same minibatches.</summary>
internal static class Parity
{
    private const int Steps = 20;

    private static readonly Scalar Hundredth = 0.01, Thousandth = 0.001;

    /// <summary>
    /// Updates alone. Latent weights and moments take the same operations in the same order: expected are no differences at all; scales
    /// differ by the order of a sum, levels where a weight lies on a boundary.
    /// </summary>
    public static void Updates(Report report, string name, ITimedModel cpu, ITimedModel other)
    {
        using Gradients here = UnitGradients.Of(cpu.Store);
        using Gradients hereAtTrial = UnitGradients.Of(cpu.Store);
        using Gradients there = UnitGradients.Of(other.Store);
        (Gradients leadingToTrial, Gradients atTrial) = here.AroundTrial(hereAtTrial);
        var random = new Generator(7);
        for (int number = 1; number <= Steps; number++)
        {
            var step = new AdamStep(number, 0.005f, beta1: 0.9, beta2: 0.999, blend: 0.6);
            foreach (UpdateKind kind in number % 3 == 0 ? new[] { UpdateKind.Trial, UpdateKind.Backtrack } : [UpdateKind.Laq])
            {
                Gradients onCpu = kind == UpdateKind.Trial ? leadingToTrial : kind == UpdateKind.Backtrack ? atTrial : here;
                for (int index = 0; index < cpu.Store.Parameters.Count; index++)
                {
                    using Tensor values = randn(cpu.Store.Parameters[index].Latent.shape, generator: random).mul_(Hundredth);
                    onCpu.Tensor(index).copy_(values);
                    there.Tensor(index).copy_(values);
                }
                cpu.Update(kind, step, onCpu);
                other.Update(kind, step, there);
            }
        }
        Compare(report, $"parity.update.{name}", cpu, other);
    }

    /// <summary>Whole steps: libtorch's kernels of the two devices round differently, and quantizers make steps of it.</summary>
    public static void Training(Report report, string name, ITimedModel cpu, ITimedModel other, Dataset data, Device device, int batch)
    {
        using Tensor order = data.Order(seed: 1, epoch: 1);
        double largest = 0;
        for (int step = 0; step < Steps; step++)
        {
            data.Batch(order, step * batch, batch, out Tensor input, out Tensor labels);
            using (input)
            using (labels)
            using (Tensor otherInput = input.to(device))
            using (Tensor otherLabels = labels.to(device))
            {
                bool isBacktrack = step % 3 == 2;
                float expected = isBacktrack ? cpu.BacktrackStep(input, labels) : cpu.Step(input, labels);
                float actual = isBacktrack ? other.BacktrackStep(otherInput, otherLabels) : other.Step(otherInput, otherLabels);
                largest = Math.Max(largest, Math.Abs((actual / expected) - 1));
            }
        }
        report.Add($"parity.steps.{name}.loss", largest);
        Compare(report, $"parity.steps.{name}", cpu, other);
    }

    private static void Compare(Report report, string name, ITimedModel cpu, ITimedModel other)
    {
        double latent = 0;
        double scale = 0;
        double level = 0;
        foreach ((Parameter expected, Parameter actual) in cpu.Store.Parameters.Zip(other.Store.Parameters))
        {
            latent = Math.Max(latent, Relative(expected.Latent, actual.Latent));
            latent = Math.Max(latent, Relative(expected.SecondMoment, actual.SecondMoment));
            if (expected.Bits == 32)
                continue;
            scale = Math.Max(scale, Relative(expected.Scale, actual.Scale));
            using Tensor moved = actual.Quantized.cpu();
            using Tensor difference = (expected.Quantized - moved).abs();
            using Tensor tolerance = expected.Quantized.abs().max().mul(Thousandth);
            using Tensor differs = difference.gt(tolerance);
            using Tensor share = differs.to(ScalarType.Float32).mean();
            level = Math.Max(level, share.item<float>());
        }
        report.Add($"{name}.latent", latent);
        report.Add($"{name}.scale", scale);
        report.Add($"{name}.other_levels", level);
    }

    /// <summary>Largest difference over the largest value.</summary>
    private static double Relative(Tensor expected, Tensor actual)
    {
        using DisposeScope scope = NewDisposeScope();
        double largest = expected.abs().max().item<float>();
        return largest == 0 ? 0 : (expected - actual.cpu()).abs().max().item<float>() / largest;
    }
}
