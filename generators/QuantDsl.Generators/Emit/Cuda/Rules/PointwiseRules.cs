namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// What is done to each number by itself, and what only puts numbers elsewhere: <c>Pointwise.cuh</c>, <c>Activations.cuh</c>,
/// <c>Concatenation.cuh</c>, <c>Dropout.cuh</c>.
/// </summary>
internal static class PointwiseRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("w.TakeInput", k => k.BySample($"takeInput(n.inputs, {k.Write(0)}, sample);")),
        ("w.TakeSequence", k => k.BySample($"takeSequence(n.inputs, {k.Write(0)}, sample);")),
        ("w.PutLogits", k => k.BySample($"putLogits({k.Read(0)}, n.logits, sample);")),
        ("Flattening.Forward", k => k.BySample($"flatten({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Flattening.Backward", k => k.BySample($"flattenGradient({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Concatenation.Forward", k => k.BySample($"concatenation({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("Concatenation.Backward", k => k.BySample(
            $"concatenationGradient<{k.Named("first")}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Dropout.Run", Dropout),
        ("Activation.Forward", k => k.BySample($"activation<{k.Activation}>({k.Read(0)}, {k.Write(0)}, sample);")),
        ("Activation.Backward", k => k.BySample(
            $"activationGradient<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("Activation.BackwardFromInput", k => k.BySample(
            $"activationGradientFromInput<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
        ("Addition.Run", k => k.BySample(
            $"addition<{k.Activation}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, sample);")),
    ];

    /// <summary>Threshold and factor are those of the runtime's <c>DropoutStream</c>.</summary>
    private static DeviceCall Dropout(DeviceKernel k)
    {
        (int layer, double probability) = k.Dropout;
        long threshold = (long)Math.Min(Math.Round(probability * 2147483648.0), int.MaxValue);
        string scale = CudaLiterals.Float(1 / (1 - probability));
        return k.BySample(
            $"dropout<{layer}, {Invariant.Of(threshold)}>(n.control, {scale}, {k.Read(0)}, {k.Write(0)}, sample);");
    }
}
