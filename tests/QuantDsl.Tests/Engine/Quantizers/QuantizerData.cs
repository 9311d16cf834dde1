namespace QuantDsl.Tests.Engine;

/// <summary>Seeded weights and curvatures for the quantizer theory, as float32.</summary>
internal static class QuantizerData
{
    public static readonly string[] Kinds = ["normal", "tiny", "constant", "zeros", "huge range", "one sign"];

    /// <summary>Every tail of a vector of up to 16 lanes at least twice, and the surroundings of powers of two.</summary>
    public static readonly int[] Lengths = [.. Enumerable.Range(1, 40), 255, 256, 257, 4095, 4096, 4097];

    public static float[] Weights(string kind, int length, Random random) => kind switch
    {
        "normal" => Fill(length, () => 0.3 * Normal(random)),
        "tiny" => Fill(length, () => 1e-30 * Normal(random)),
        "constant" => Fill(length, () => -0.37),
        "zeros" => new float[length],
        "huge range" => Fill(length, () => Math.Sign(random.NextDouble() - 0.5) * Math.Pow(10, -20 + (40 * random.NextDouble()))),
        "one sign" => Fill(length, () => -random.NextDouble()),
        _ => throw new ArgumentException(kind),
    };

    /// <summary>All 1, or 10^±4: 8 decades.</summary>
    public static float[] Curvature(bool uniform, int length, Random random) =>
        uniform ? Fill(length, () => 1) : Fill(length, () => Math.Pow(10, -4 + (8 * random.NextDouble())));

    public static double[] ToDouble(float[] values) => [.. values.Select(x => (double)x)];

    private static float[] Fill(int length, Func<double> draw) => [.. Enumerable.Range(0, length).Select(_ => (float)draw())];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
