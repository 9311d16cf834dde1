namespace QuantDsl.Tests.Reference;

/// <summary>
/// Layer normalization over the features of a sample or the channels of a pixel: y = γ·x̂ + β, x̂ = (x − mean)/√(var + ε) with the biased
/// variance.
/// </summary>
public sealed class LayerNormLayer : NetworkLayer
{
    private readonly int _channels;
    private readonly double _epsilon;
    private NdArray _normalized = null!;
    private double[] _standardDeviation = [];

    public LayerNormLayer(int channels, double epsilon = 1e-5)
    {
        _channels = channels;
        _epsilon = epsilon;
        Gamma = new NetworkParameter("gamma", false, channels);
        Beta = new NetworkParameter("beta", false, channels);
        Array.Fill(Gamma.Values, 1);
    }

    public NetworkParameter Gamma { get; }

    public NetworkParameter Beta { get; }

    public override IReadOnlyList<NetworkParameter> Parameters => [Gamma, Beta];

    /// <summary>Changes the numbers whose differences are taken, as rounding would; null: nothing does.</summary>
    public Func<double, double>? Rounding { get; set; }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        int pixels = input.Batch * input.PixelsPerChannel;
        _standardDeviation = new double[pixels];
        _normalized = input.ZerosLike();
        NdArray output = input.ZerosLike();
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int[] indices = IndicesOf(input, pixel);
            double mean = indices.Average(i => input.Data[i]);
            double variance = indices.Average(i => (input.Data[i] - mean) * (input.Data[i] - mean));
            _standardDeviation[pixel] = Math.Sqrt(variance + _epsilon);
            double rounded = Rounded(mean);
            for (int c = 0; c < _channels; c++)
            {
                int i = indices[c];
                _normalized.Data[i] = (Rounded(input.Data[i]) - rounded) / _standardDeviation[pixel];
                output.Data[i] = Gamma.Values[c] * _normalized.Data[i] + Beta.Values[c];
            }
        }

        return output;
    }

    /// <summary>With h = γ·∂ℓ/∂y and means over a pixel's channels: ∂ℓ/∂x = (h − mean(h) − x̂·mean(h·x̂))/√(var + ε).</summary>
    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = outputGradient.ZerosLike();
        for (int pixel = 0; pixel < _standardDeviation.Length; pixel++)
        {
            int[] indices = IndicesOf(outputGradient, pixel);
            double[] h = [.. indices.Select((i, c) => Gamma.Values[c] * outputGradient.Data[i])];
            double mean = Rounded(h.Average());
            double meanNormalized = Rounded(h.Select((value, c) => value * _normalized.Data[indices[c]]).Average());
            for (int c = 0; c < _channels; c++)
            {
                int i = indices[c];
                Beta.Gradient[c] += outputGradient.Data[i];
                Gamma.Gradient[c] += outputGradient.Data[i] * _normalized.Data[i];
                inputGradient.Data[i] =
                    (Rounded(h[c]) - mean - Rounded(_normalized.Data[i] * meanNormalized)) / _standardDeviation[pixel];
            }
        }

        return inputGradient;
    }

    private double Rounded(double x) => Rounding?.Invoke(x) ?? x;

    /// <summary>The positions in the data of the channels of a pixel, which are counted over all samples.</summary>
    private static int[] IndicesOf(NdArray x, int pixel)
    {
        (int n, int p) = Math.DivRem(pixel, x.PixelsPerChannel);
        return [.. Enumerable.Range(0, x.Channels).Select(c => (n * x.Channels + c) * x.PixelsPerChannel + p)];
    }
}
