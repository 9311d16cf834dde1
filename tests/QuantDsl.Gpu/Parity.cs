namespace QuantDsl.Gpu;

/// <summary>Whole steps on the device beside those of the CPU, on the same minibatches.</summary>
internal static class Parity
{
    private const int Steps = 20;

    /// <summary>
    /// Steps of both kinds. Sums are taken in another order on a device, and quantizers make steps of the difference: weights near a
    /// boundary get another level.
    /// </summary>
    public static void Training(Report report, string name, IDeviceModel cpu, IDeviceModel other, Samples samples)
    {
        double largest = 0;
        for (int step = 0; step < Steps; step++)
        {
            (float[] inputs, int[] labels) = samples.Minibatch(step);
            bool isBacktrack = step % 3 == 2;
            float expected = isBacktrack ? cpu.BacktrackStep(inputs, labels) : cpu.Step(inputs, labels);
            float actual = isBacktrack ? other.BacktrackStep(inputs, labels) : other.Step(inputs, labels);
            largest = Math.Max(largest, Math.Abs((actual / expected) - 1));
            if (step == 0)
                Compare(report, $"parity.{name}.first", cpu, other);
        }
        report.Add($"parity.{name}.loss", largest);
        Compare(report, $"parity.{name}", cpu, other);
    }

    private static void Compare(Report report, string name, IDeviceModel cpu, IDeviceModel other)
    {
        double latent = 0, levels = 0;
        foreach ((Layer expected, Layer actual) in cpu.Layers.Zip(other.Layers))
        {
            float[] right = new float[expected.Weight.Count], found = new float[right.Length];
            expected.CopyLatent(right);
            actual.CopyLatent(found);
            float largest = right.Max(MathF.Abs);
            latent = Math.Max(latent, right.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)) / largest);
            if (expected.Bits == 32)
                continue;
            expected.CopyQuantized(right);
            actual.CopyQuantized(found);
            float tolerance = right.Max(MathF.Abs) * 1e-2f;
            levels = Math.Max(levels, right.Zip(found).Count(pair => Math.Abs(pair.First - pair.Second) > tolerance) / (double)right.Length);
        }
        report.Add($"{name}.latent", latent);
        report.Add($"{name}.other_levels", levels);
    }
}
