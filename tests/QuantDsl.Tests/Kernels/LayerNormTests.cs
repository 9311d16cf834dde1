using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Kernels;

/// <summary>Layer normalization with and without an activation, against the float64 layers.</summary>
public sealed unsafe class LayerNormTests
{
    [Theory]
    [MemberData(nameof(KernelData.Seeds), MemberType = typeof(KernelData))]
    public void Agrees_with_float64(int seed) => Check<Identity>(seed, null);

    [Theory]
    [MemberData(nameof(KernelData.Seeds), MemberType = typeof(KernelData))]
    public void Agrees_with_float64_through_tanh(int seed) => Check<QuantDsl.CompilerServices.Tanh>(seed, Activations.Tanh());

    /// <summary>Σx² − n·mean² would have lost every digit.</summary>
    [Fact]
    public void A_variance_far_from_zero_keeps_its_digits()
    {
        const int channels = 21;
        float[] values = [.. Enumerable.Range(0, channels).Select(i => 10_000f + (i % 7))];
        using var x = new GuardedImages(new ImageShape(1, 1, 1, channels), values);
        using var y = new GuardedImages(new ImageShape(1, 1, 1, channels));
        using var gamma = new GuardedMemory<float>([.. Enumerable.Repeat(1f, channels)]);
        using var beta = new GuardedMemory<float>(new float[channels]);
        LayerNormForward.Run<Lanes8, Identity>(x.Batch, gamma.Data, beta.Data, LayerNormCase.Epsilon, y.Batch, new UnitRange(0, 1));

        double[] expected = [.. values.Select(value => (value - 10_003) / Math.Sqrt(4 + (double)LayerNormCase.Epsilon))];
        KernelData.Close(expected, y.Written(), 1e-5);
    }

    private static void Check<TActivation>(int seed, NetworkLayer? activation)
        where TActivation : IActivation
    {
        var norm = new LayerNormCase(seed);
        (float[] y, float[] inputGradient, float[] products, float[] gradients) = norm.Run<Lanes16, TActivation>();
        KernelData.SameBits(
            [.. y, .. inputGradient, .. products, .. gradients], All(norm.Run<Lanes8, TActivation>()), All(norm.Run<Lanes4, TActivation>()));

        (int channels, int samples) = (norm.Shape.Channels, norm.Shape.Samples);
        var layer = new LayerNormLayer(channels, LayerNormCase.Epsilon);
        Array.ConvertAll(norm.Gamma, value => (double)value).CopyTo(layer.Gamma.Values, 0);
        Array.ConvertAll(norm.Beta, value => (double)value).CopyTo(layer.Beta.Values, 0);
        ReferenceNetwork network = activation is null
            ? ReferenceNetwork.Sequential(layer)
            : ReferenceNetwork.Sequential(layer, activation);
        int[] rows = [norm.Shape.Count / channels, channels];
        NdArray expected = network.Forward(new NdArray(rows, Array.ConvertAll(norm.X, value => (double)value)), ForwardMode.Training);
        KernelData.Close(expected.Data, y, 1e-5);
        NdArray gradient = network.Backward(new NdArray(rows, Array.ConvertAll(norm.Gradient, value => (double)value)));
        KernelData.Close(gradient.Data, inputGradient, 1e-4);
        KernelData.Close(layer.Gamma.Gradient, Sum(products), 1e-4);
        KernelData.Close(layer.Beta.Gradient, Sum(gradients), 1e-4);

        float[] Sum(float[] terms) =>
            [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, samples).Sum(n => terms[(n * channels) + c]))];
    }

    private static float[] All((float[] Y, float[] InputGradient, float[] Products, float[] Gradients) run) =>
        [.. run.Y, .. run.InputGradient, .. run.Products, .. run.Gradients];
}
