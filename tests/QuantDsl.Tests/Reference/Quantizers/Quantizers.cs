namespace QuantDsl.Tests.Reference;

/// <summary>Every quantizer of DESIGN §1 by name.</summary>
public static class Quantizers
{
    public static IQuantizer FullPrecision { get; } = new FullPrecisionQuantizer();

    public static IQuantizer Binary { get; } = new BinaryQuantizer();

    public static IQuantizer TwoScaleTernary { get; } = new TwoScaleTernaryQuantizer();

    public static IQuantizer ExactTernary { get; } = new ExactTernaryQuantizer();

    public static IQuantizer ExactTwoScaleTernary { get; } = new ExactTwoScaleTernaryQuantizer();

    /// <summary>Linear grid; one bit is the binary quantizer.</summary>
    public static IQuantizer Linear(int bits) => bits == 1 ? Binary : new LinearQuantizer(bits);

    public static IQuantizer Logarithmic(int bits) => new LogarithmicQuantizer(bits);

    /// <summary><paramref name="inner"/> applied to each of the <paramref name="rows"/> output channels on its own.</summary>
    public static IQuantizer PerChannel(IQuantizer inner, int rows) => new PerChannelQuantizer(inner, rows);

    /// <summary>No previous scale, as at construction.</summary>
    public static double[] NoScales(this IQuantizer quantizer) => new double[quantizer.ScaleCount];
}
