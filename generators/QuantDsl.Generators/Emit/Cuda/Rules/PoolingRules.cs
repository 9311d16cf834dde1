namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>Poolings: <c>Pooling.cuh</c>.</summary>
internal static class PoolingRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("MaxPooling.Forward", k => k.BySample($"maxPooling<{k.PoolingWindow}>({k.Read(0)}, {k.Write(0)}, {k.Write(1)}, sample);")),
        ("MaxPooling.Backward", k => k.BySample(
            $"maxPoolingGradient<{k.PoolingWindow}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("AveragePooling.Forward", k => k.BySample($"averagePooling<{k.PoolingWindow}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("AveragePooling.Backward", k => k.BySample($"averagePoolingGradient<{k.PoolingWindow}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("GlobalAveragePooling.Forward", k => k.BySample($"globalAveragePooling({k.Read(0)}, {k.Write(0)}, sample);")),
        ("GlobalAveragePooling.Backward", k => k.BySample($"globalAveragePoolingGradient({k.Read(0)}, {k.Write(0)}, sample);")),
    ];
}
