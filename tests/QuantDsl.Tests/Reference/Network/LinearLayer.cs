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
            for (int o = 0; o < outFeatures; o++)
            {
                double sum = Bias?.Values[o] ?? 0;
                double largest = Math.Abs(sum);
                for (int i = 0; i < inFeatures; i++)
                {
                    double term = Weight.Values[o * inFeatures + i] * input[n, i];
                    sum += term;
                    largest = Math.Max(largest, Math.Abs(term));
                }
                output[n, o] = sum == 0 && largest > 0 ? IKink.Cancelled : sum;
            }
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        for (int n = 0; n < _input.Batch; n++)
        {
            for (int o = 0; o < outFeatures; o++)
            {
                double g = outputGradient[n, o];
                if (Bias is not null) Bias.Gradient[o] += g;
                for (int i = 0; i < inFeatures; i++)
                {
                    inputGradient[n, i] += Weight.Values[o * inFeatures + i] * g;
                    Weight.Gradient[o * inFeatures + i] += _input[n, i] * g;
                }
            }
        }

        return inputGradient;
    }
}
