using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Gpu;

/// <summary>Times of updates and steps.</summary>
internal static class Speed
{
    private const int BytesOfUpdate = 32; // g, m, v, w read, m, v, w, q written, float32 each
    private const long CopiedFloats = 64 << 20;

    private static readonly Scalar Hundredth = 0.01f;

    /// <summary>An update beside a copy of as much memory as it cannot do without.</summary>
    public static void Update(Report report, string name, ITimedModel model, Device device)
    {
        using Gradients gradients = UnitGradients.Of(model.Store);
        using Gradients ofTrial = UnitGradients.Of(model.Store);
        (Gradients leadingToTrial, Gradients atTrial) = gradients.AroundTrial(ofTrial);
        long values = model.Store.Parameters.Sum(parameter => parameter.Latent.numel());
        long number = 0;
        double laq = Clock.Milliseconds(device, 20, () => Run(UpdateKind.Laq, Next()));
        double backtrack = Clock.Milliseconds(device, 20, () =>
        {
            AdamStep step = Next();
            Run(UpdateKind.Trial, step);
            Run(UpdateKind.Backtrack, step);
        });
        double copied = CopyBandwidth(device);
        double bandwidth = values * BytesOfUpdate / laq / 1e6;
        report.Add($"update.{name}.values", values);
        report.Add($"update.{name}.laq_ms", laq);
        report.Add($"update.{name}.trial_and_backtrack_ms", backtrack);
        report.Add($"update.{name}.gb_per_s", bandwidth);
        report.Add($"update.{name}.copy_gb_per_s", copied);
        report.Add($"update.{name}.bandwidth_fraction", bandwidth / copied);

        void Run(UpdateKind kind, AdamStep step)
        {
            // The CPU engine keeps signs and lists where gradients were, and a trial on CUDA weights: any finite value does for a time.
            for (int index = 0; device.type == DeviceType.CPU && index < model.Store.Parameters.Count; index++)
            {
                if (kind != UpdateKind.Backtrack)
                    gradients.Tensor(index).fill_(Hundredth);
                ofTrial.Tensor(index).fill_(Hundredth);
            }
            model.Update(kind, step, kind == UpdateKind.Trial ? leadingToTrial : kind == UpdateKind.Backtrack ? atTrial : gradients);
        }

        AdamStep Next() => new(++number, 1e-4f, beta1: 0.9, beta2: 0.999, blend: 0.6);
    }

    /// <summary>Steps on one minibatch that is there, with the loss read after each.</summary>
    public static void Step(Report report, string name, ITimedModel model, Dataset data, Device device, int batch)
    {
        using Tensor order = data.Order(seed: 1, epoch: 1);
        data.Batch(order, 0, batch, out Tensor input, out Tensor labels, device);
        using (input)
        using (labels)
        {
            report.Add($"step.{name}.laq_ms", Clock.Milliseconds(device, 20, () => model.Step(input, labels)));
            report.Add($"step.{name}.backtrack_ms", Clock.Milliseconds(device, 20, () => model.BacktrackStep(input, labels)));
        }
    }

    /// <summary>Gigabytes a second that a copy reads and writes.</summary>
    private static double CopyBandwidth(Device device)
    {
        using Tensor from = zeros(CopiedFloats, device: device);
        using Tensor to = zeros(CopiedFloats, device: device);
        return 2 * sizeof(float) * CopiedFloats / Clock.Milliseconds(device, 10, () => to.copy_(from)) / 1e6;
    }
}
