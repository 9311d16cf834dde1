using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary><c>[BatchNorm]</c>: <c>BatchNorm.cuh</c>.</summary>
internal static class BatchNormRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("BatchNorm.SampleMoments", k => k.BySample($"sampleMoments({k.Read(0)}, {k.Write(0)}, sample);")),
        ("BatchNorm.BatchMomentsOfImages", k => ByChannel(k,
            $"batchMomentsOfImages<{k.Batch}, {Channels(k)}, {Pixels(k)}>"
            + $"(\n    {Of(k)}, {k.Read(0)}, {k.Write(0)}, samples, n.movesStatistics, block);")),
        ("BatchNorm.BatchMomentsOfFeatures", k => ByChannel(k,
            $"batchMomentsOfFeatures<{k.Batch}>(\n    {Of(k)}, {k.Read(0)}, {k.Write(0)}, samples, n.movesStatistics, block);")),
        ("BatchNorm.RunningScale", k => ByChannel(k, $"runningScale<{Channels(k)}>(\n    {Of(k)}, {k.Write(0)}, block);")),
        ("BatchNorm.Normalize", k => k.BySample(
            $"normalize<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("BatchNorm.NormalizeOfFeatures", k => ByChannel(k,
            $"normalizeFeatures<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);")),
        ("BatchNorm.SampleSums", k => k.BySample(
            $"sampleSums<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Write(0)}, sample);")),
        ("BatchNorm.ParameterGradientsOfImages", k => ByChannel(k,
            $"parameterGradientsOfImages<{k.Batch}, {Channels(k)}, {Pixels(k)}>"
            + $"(\n    {k.Read(0)}, {k.Read(1)}, {k.Write(0)}, {Gradients(k)}, samples, block);")),
        ("BatchNorm.ParameterGradientsOfFeatures", k => ByChannel(k,
            $"parameterGradientsOfFeatures<{k.Batch}, {k.Activation}>"
            + $"(\n    {k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Write(0)}, {Gradients(k)}, samples, block);")),
        ("BatchNorm.InputGradient", k => k.BySample(
            $"normalizationGradient<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Read(3)}, {k.Write(0)}, sample);")),
        ("BatchNorm.InputGradientOfFeatures", k => ByChannel(k,
            $"normalizationGradientOfFeatures<{k.Activation}>"
            + $"(\n    {k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Read(3)}, {k.Write(0)}, samples, block);")),
        ("BatchNorm.FrozenInputGradient", k => k.BySample(
            $"frozenNormalizationGradient<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Write(0)}, sample);")),
    ];

    private static int Channels(DeviceKernel k) => k.Norm.Shape.Channels;

    private static long Pixels(DeviceKernel k) => k.Norm.Shape.Elements / k.Norm.Shape.Channels;

    /// <summary>A call by a block for each few channels.</summary>
    private static DeviceCall ByChannel(DeviceKernel k, string code) =>
        new(code, (Channels(k) + DeviceConstants.ChannelsOfBlock - 1) / DeviceConstants.ChannelsOfBlock);

    private static string Gradients(DeviceKernel k) => $"{k.Gradient("norm.weight")}, {k.Gradient("norm.bias")}";

    /// <summary>The layer's parameters, statistics and constants.</summary>
    private static string Of(DeviceKernel k)
    {
        var norm = (BatchNorm)k.Norm.Operation;
        int statistics = k.Layer.Statistics[0].Offset;
        return $"BatchNorm{{{k.Values("norm.weight")}, {k.Values("norm.bias")}, n.statistics + {statistics}, n.pending + {statistics}, "
            + $"{CudaLiterals.Float(norm.Momentum)}, {CudaLiterals.Float(norm.Epsilon)}}}";
    }
}
