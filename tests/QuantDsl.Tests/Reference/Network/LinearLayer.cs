namespace QuantDsl.Tests.Reference;

/// <summary>y = W·x + bias; weight [out, in]. An image is flattened first.</summary>
public sealed class LinearLayer(int inFeatures, int outFeatures, bool bias = true) : NetworkLayer
{
    private NdArray _input = null!;

    public NetworkParameter Weight { get; } = new("weight", true, outFeatures, inFeatures);

    /// <summary>[out]; null without bias.</summary>
    public NetworkParameter? Bias { get; } = bias ? new("bias", false, outFeatures) : null;

    public override IReadOnlyList<NetworkParameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        if (input.Features != inFeatures) throw new ArgumentException($"Linear expects {inFeatures} features, got {input.Features}.");
        _input = input;
        NdArray output = new([input.Batch, outFeatures]);
        for (int n = 0; n < input.Batch; n++)
        {
            ReadOnlySpan<double> x = input.Data.AsSpan(n * inFeatures, inFeatures);
            for (int o = 0; o < outFeatures; o++)
            {
                ReadOnlySpan<double> w = Weight.Values.AsSpan(o * inFeatures, inFeatures);
                double sum = Bias?.Values[o] ?? 0;
                bool hasTerms = sum != 0;
                for (int i = 0; i < w.Length; i++)
                {
                    double term = w[i] * x[i];
                    sum += term;
                    hasTerms |= term != 0;
                }
                output.Data[n * outFeatures + o] = sum == 0 && hasTerms ? IKink.Cancelled : sum;
            }
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        for (int n = 0; n < _input.Batch; n++)
        {
            ReadOnlySpan<double> x = _input.Data.AsSpan(n * inFeatures, inFeatures);
            Span<double> dx = inputGradient.Data.AsSpan(n * inFeatures, inFeatures);
            for (int o = 0; o < outFeatures; o++)
            {
                ReadOnlySpan<double> w = Weight.Values.AsSpan(o * inFeatures, inFeatures);
                Span<double> dw = Weight.Gradient.AsSpan(o * inFeatures, inFeatures);
                double g = outputGradient.Data[n * outFeatures + o];
                if (Bias is not null) Bias.Gradient[o] += g;
                for (int i = 0; i < w.Length; i++)
                {
                    dx[i] += w[i] * g;
                    dw[i] += x[i] * g;
                }
            }
        }

        return inputGradient;
    }
}
