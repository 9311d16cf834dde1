using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class GridTests
{
    [Fact]
    public void One_bit_weights_are_plus_or_minus_the_scale() => Check<TinyMlp>();

    [Fact]
    public void Two_bit_weights_are_ternary() => Check<TinyMlpTernary>();

    [Fact]
    public void Three_bit_weights_have_seven_levels() => Check<TinyMlpThreeBit>();

    [Fact]
    public void Convolutions_too() => Check<TinyConvNetThreeBit>();

    [Fact]
    public void Full_precision_weights_are_the_latent_ones()
    {
        using var model = new TinyMlpFullPrecision();
        SmallData.Steps(model, 0, 12);
        Assert.All(model.Layers, layer => Assert.Equal(ModelBits.Of(layer.Latent), ModelBits.Of(layer.Quantized)));
        Assert.All(model.Layers, layer => Assert.Equal(0, layer.Scale.numel()));
    }

    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        Check(model);
        SmallData.Steps(model, 0, 12); // the last one backtracks
        Check(model);
        SmallData.Steps(model, 12, 1);
        Check(model);
    }

    private static void Check<TModel>(TModel model)
        where TModel : IQuantModel<TModel>
    {
        foreach (Layer layer in model.Layers)
        {
            float scale = layer.Scale.item<float>();
            Assert.True(scale > 0);
            HashSet<float> levels = [.. Levels(layer.Bits, scale)];
            float[] quantized = Values(layer.Quantized);
            Assert.All(quantized, value => Assert.Contains(value, levels));
            Assert.All(levels, level => Assert.Contains(level, quantized)); // a layer that collapsed would show here
            Assert.All(Values(layer.Latent), value => Assert.InRange(value, -1f, 1f));
        }
    }

    /// <summary>±α at 1 bit, else α·{−n..n}/n with n = 2^(k−1) − 1, in float32.</summary>
    private static IEnumerable<float> Levels(int bits, float scale)
    {
        if (bits == 1)
            return [scale, -scale];
        int n = (1 << (bits - 1)) - 1;
        return Enumerable.Range(-n, (2 * n) + 1).Select(level => scale * (level / (float)n));
    }

    private static float[] Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(ModelBits.Of(tensor)).ToArray();
}
