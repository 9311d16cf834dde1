namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>Losses of samples with one label: <c>Losses.cuh</c>.</summary>
internal static class LossRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall?> Call)> All =>
    [
        ("MinibatchLoss.SquaredHinge", k => k.BySample(
            $"squaredHinge({k.Read(0)}, n.labels, {k.Write(0)}, {k.Write(1)}, sample, samples);")),
        ("MinibatchLoss.CrossEntropy", k => k.BySample(
            $"crossEntropy({k.Read(0)}, n.labels, {k.Write(0)}, {k.Write(1)}, sample, samples);")),
        ("MinibatchLoss.MeanOfSquaredHinge", k => Mean(k, k.Named("classes")!)),
        ("MinibatchLoss.MeanOfCrossEntropy", k => Mean(k, "1")),
    ];

    private static DeviceCall? Mean(DeviceKernel k, string terms) => k.Named("positions") is null
        ? new($"meanLoss<{k.Batch}>({k.Read(0)}, {terms}, n.losses, samples);", 1)
        : null;
}
