namespace QuantDsl.Tests.Reference;

/// <summary>One parameter tensor of DESIGN §1: latent weights w, quantized weights q, scales α, Adam moments m and v.</summary>
public sealed class ReferenceParameter
{
    /// <summary>Quantizes <paramref name="latent"/> with uniform D: at construction there are no moments.</summary>
    public ReferenceParameter(int[] shape, IQuantizer quantizer, double[] latent)
    {
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        if (length != latent.Length)
        {
            throw new ArgumentException($"Shape [{string.Join(", ", shape)}] holds {length} weights, not {latent.Length}.");
        }

        Shape = shape;
        Quantizer = quantizer;
        Latent = [.. latent];
        FirstMoment = new double[length];
        SecondMoment = new double[length];
        Levels = [];
        Quantized = [];
        Scales = quantizer.NoScales();
        SetQuantization(quantizer.Quantize(Latent, [.. Enumerable.Repeat(1.0, length)], Scales));
    }

    public int[] Shape { get; }

    public IQuantizer Quantizer { get; }

    /// <summary>Whether no step changes it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>w.</summary>
    public double[] Latent { get; set; }

    /// <summary>q = αb.</summary>
    public double[] Quantized { get; private set; }

    /// <summary>b.</summary>
    public double[] Levels { get; private set; }

    /// <summary>α.</summary>
    public double[] Scales { get; private set; }

    /// <summary>m.</summary>
    public double[] FirstMoment { get; set; }

    /// <summary>v.</summary>
    public double[] SecondMoment { get; set; }

    public void SetQuantization(Quantization quantization)
    {
        Scales = quantization.Scales;
        Levels = quantization.Levels;
        Quantized = quantization.Values;
    }
}
