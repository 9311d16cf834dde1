namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>Samples, activations, sums and flattening: <c>Pointwise.cuh</c>.</summary>
internal static class PointwiseRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall?> Call)> All =>
    [
        ("w.TakeInput", k => k.BySample($"takeInput(n.inputs, {k.Write(0)}, sample);")),
        ("w.TakeSequence", k => k.BySample($"takeSequence(n.inputs, {k.Write(0)}, sample);")),
        ("w.PutLogits", k => k.BySample($"putLogits({k.Read(0)}, n.logits, sample);")),
        ("Flattening.Forward", k => k.BySample($"flatten({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Flattening.Backward", k => k.BySample($"flattenGradient({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Activation.Forward", k => Known(k)?.BySample($"activation<{k.Activation}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Activation.Backward", k => Known(k)?.BySample(
            $"activationGradient<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("Addition.Run", k => Known(k)?.BySample(
            $"addition<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
    ];

    /// <summary>The kernel, if the templates know the activation that it applies; else null.</summary>
    public static DeviceKernel? Known(DeviceKernel k) => k.Activation is "Identity" or "Relu" ? k : null;
}
