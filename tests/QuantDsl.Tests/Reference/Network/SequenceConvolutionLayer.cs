namespace QuantDsl.Tests.Reference;

/// <summary>
/// 1-D convolution (cross-correlation) of [N, length, in] along the positions, with zero padding. Weight [out, in / groups, kernel].
/// </summary>
/// <param name="features">Features of the input.</param>
/// <param name="outputs">Features of the output.</param>
/// <param name="window">The window; it slides along the width.</param>
/// <param name="bias">Whether there is a bias.</param>
public sealed class SequenceConvolutionLayer(int features, int outputs, ConvolutionWindow window, bool bias = true) : NetworkLayer
{
    private readonly int _inputs = features / window.Groups; // of an output feature
    private NdArray _input = null!;

    public NetworkParameter Weight { get; } = new("weight", true, outputs, features / window.Groups, window.Kernel.X);

    /// <summary>[out]; null without bias.</summary>
    public NetworkParameter? Bias { get; } = bias ? new("bias", false, outputs) : null;

    public override IReadOnlyList<NetworkParameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        if (input.Shape[2] != features) throw new ArgumentException($"Expected {features} features, got {input.Shape[2]}.");
        _input = input;
        (_, int length) = window.Over(1, input.Shape[1]);
        NdArray output = new([input.Batch, length, outputs]);
        for (int y = 0; y < output.Data.Length; y++)
        {
            double sum = Bias?.Values[y % outputs] ?? 0;
            bool hasTerms = sum != 0;
            foreach ((int x, int w) in Terms(y, length))
            {
                double term = Weight.Values[w] * input.Data[x];
                sum += term;
                hasTerms |= term != 0;
            }

            output.Data[y] = sum == 0 && hasTerms ? IKink.Cancelled : sum;
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        for (int y = 0; y < outputGradient.Data.Length; y++)
        {
            double g = outputGradient.Data[y];
            if (Bias is not null) Bias.Gradient[y % outputs] += g;
            foreach ((int x, int w) in Terms(y, outputGradient.Shape[1]))
            {
                inputGradient.Data[x] += Weight.Values[w] * g;
                Weight.Gradient[w] += _input.Data[x] * g;
            }
        }

        return inputGradient;
    }

    /// <summary>Inputs and weights that are multiplied for an output, as places in their data; what is padding is left out.</summary>
    private IEnumerable<(int X, int Weight)> Terms(int y, int length)
    {
        (int place, int output) = Math.DivRem(y, outputs);
        (int sample, int position) = Math.DivRem(place, length);
        int first = position * window.Stride.X - window.PaddingBefore(1, _input.Shape[1]).Left;
        int firstFeature = output / (outputs / window.Groups) * _inputs;
        for (int tap = 0; tap < window.Kernel.X; tap++)
        {
            int from = first + tap * window.Dilation.X;
            if (from < 0 || from >= _input.Shape[1]) continue;
            int x = (sample * _input.Shape[1] + from) * features + firstFeature;
            for (int i = 0; i < _inputs; i++)
                yield return (x + i, (output * _inputs + i) * window.Kernel.X + tap);
        }
    }
}
