namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// Losses: <c>Losses.cuh</c> for those whose labels are classes, <c>NumberLosses.cuh</c> where they are numbers. Each position of a
/// sequence that has a label counts as a sample does.
/// </summary>
internal static class LossRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("MinibatchLoss.SquaredHinge", k => k.BySample(
            $"squaredHinge({k.Read(0)}, n.labels, {k.Write(0)}, {k.Write(1)}, sample, samples);")),
        ("MinibatchLoss.CrossEntropy", k => k.BySample(
            $"crossEntropy({k.Read(0)}, n.labels, {k.Write(0)}, {k.Write(1)}, sample, samples);")),
        ("MinibatchLoss.WeightedCrossEntropy", k => k.BySample(
            $"weightedCrossEntropy(\n    {k.Read(0)}, n.labels, {k.ClassWeights}, {Setting(k, "smoothing")}, "
            + $"{k.Write(0)}, {k.Write(1)}, sample, samples);")),
        ("MinibatchLoss.Mse", k => Numbers(k, "SquaredError{}")),
        ("MinibatchLoss.Huber", k => Numbers(k, $"Huber{{{Setting(k, "delta")}}}")),
        ("MinibatchLoss.BceWithLogits", k => Numbers(k, "BinaryCrossEntropy{}")),
        ("MinibatchLoss.MeanOfSquaredHinge", k => Mean(k, Terms(k.Named("positions"), k.Named("classes")))),
        ("MinibatchLoss.MeanOfNumbers", k => Mean(k, Terms(k.Named("positions"), k.Named("classes")))),
        ("MinibatchLoss.MeanOfCrossEntropy", k => Mean(k, Terms(k.Named("positions")))),
        ("MinibatchLoss.MeanOfWeightedCrossEntropy", k => Mean(
            k, $"labelWeight({k.ClassWeights}, n.labels, samples * {Positions(k)})")),
    ];

    private static DeviceCall Numbers(DeviceKernel k, string loss) =>
        k.BySample($"numberLoss({loss}, {k.Read(0)}, n.numbers, {k.Write(0)}, {k.Write(1)}, sample, samples);");

    /// <summary>A number that the loss has.</summary>
    private static string Setting(DeviceKernel k, string name) => CudaLiterals.Of(k.Named(name)!);

    /// <summary>How many terms the mean is over.</summary>
    private static string Terms(params string?[] factors) =>
        string.Join(" * ", factors.Where(factor => factor is not null).Prepend("(double)samples"));

    private static DeviceCall Mean(DeviceKernel k, string terms) =>
        new($"meanLoss<{k.Batch}, {Positions(k)}>({k.Read(0)}, {terms}, n.losses, samples);", 1);

    private static string Positions(DeviceKernel k) => k.Named("positions") ?? "1";
}
