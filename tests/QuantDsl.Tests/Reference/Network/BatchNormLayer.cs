namespace QuantDsl.Tests.Reference;

/// <summary>
/// Batch normalization of each channel over batch and pixels: y = γ·x̂ + β, x̂ = (x − mean)/√(var + ε). Training normalizes by the
/// biased batch variance and moves running ← (1 − momentum)·running + momentum·batch with the unbiased one; evaluation uses the running
/// statistics.
/// </summary>
public sealed class BatchNormLayer : NetworkLayer
{
    private readonly int _channels;
    private readonly double _epsilon;
    private readonly double _momentum;
    private NdArray _normalized = null!;
    private double[] _standardDeviation = [];
    private ForwardMode _mode;
    private bool _isFrozen;

    public BatchNormLayer(int channels, double epsilon = 1e-4, double momentum = 0.1)
    {
        _channels = channels;
        _epsilon = epsilon;
        _momentum = momentum;
        Gamma = new NetworkParameter("gamma", false, channels);
        Beta = new NetworkParameter("beta", false, channels);
        RunningMean = new double[channels];
        RunningVariance = new double[channels];
        Array.Fill(Gamma.Values, 1);
        Array.Fill(RunningVariance, 1);
    }

    public NetworkParameter Gamma { get; }

    public NetworkParameter Beta { get; }

    public double[] RunningMean { get; }

    public double[] RunningVariance { get; }

    public override IReadOnlyList<NetworkParameter> Parameters => [Gamma, Beta];

    /// <summary>Changes the numbers whose differences are taken, as rounding would; null: nothing does.</summary>
    public Func<double, double>? Rounding { get; set; }

    /// <summary>Frozen, it evaluates in training, too: its running statistics neither move nor give way to those of the batch.</summary>
    public override void Freeze()
    {
        base.Freeze();
        _isFrozen = true;
    }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _mode = mode = _isFrozen ? ForwardMode.Evaluation : mode;
        _standardDeviation = new double[_channels];
        _normalized = input.ZerosLike();
        NdArray output = input.ZerosLike();
        for (int c = 0; c < _channels; c++)
        {
            int[] indices = IndicesOf(input, c);
            double mean = RunningMean[c];
            double variance = RunningVariance[c];
            if (mode != ForwardMode.Evaluation)
            {
                if (indices.Length < 2) throw new ArgumentException("Batch statistics need more than one value per channel.");
                (mean, variance) = Moments(input.Data, indices);
            }

            if (mode == ForwardMode.Training)
            {
                double unbiased = variance * indices.Length / (indices.Length - 1);
                RunningMean[c] = (1 - _momentum) * RunningMean[c] + _momentum * mean;
                RunningVariance[c] = (1 - _momentum) * RunningVariance[c] + _momentum * unbiased;
            }

            _standardDeviation[c] = Math.Sqrt(variance + _epsilon);
            double rounded = Rounded(mean); // once: what it is wrong by is the same everywhere
            foreach (int i in indices)
            {
                _normalized.Data[i] = (Rounded(input.Data[i]) - rounded) / _standardDeviation[c];
                output.Data[i] = Gamma.Values[c] * _normalized.Data[i] + Beta.Values[c];
            }
        }

        return output;
    }

    /// <summary>
    /// With h = γ·∂ℓ/∂y: ∂ℓ/∂x = (h − mean(h) − x̂·mean(h·x̂))/√(var + ε) in training, because mean and variance depend on x,
    /// and h/√(var + ε) in evaluation.
    /// </summary>
    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = outputGradient.ZerosLike();
        for (int c = 0; c < _channels; c++)
        {
            int[] indices = IndicesOf(outputGradient, c);
            double gamma = Gamma.Values[c];
            double sum = 0;
            double sumNormalized = 0;
            foreach (int i in indices)
            {
                sum += outputGradient.Data[i];
                sumNormalized += outputGradient.Data[i] * _normalized.Data[i];
            }

            Beta.Gradient[c] += sum;
            Gamma.Gradient[c] += sumNormalized;

            double mean = _mode == ForwardMode.Evaluation ? 0 : Rounded(gamma * sum / indices.Length);
            double meanNormalized = _mode == ForwardMode.Evaluation ? 0 : Rounded(gamma * sumNormalized / indices.Length);
            foreach (int i in indices)
            {
                double h = gamma * outputGradient.Data[i];
                inputGradient.Data[i] =
                    (Rounded(h) - mean - Rounded(_normalized.Data[i] * meanNormalized)) / _standardDeviation[c];
            }
        }

        return inputGradient;
    }

    private double Rounded(double x) => Rounding?.Invoke(x) ?? x;

    /// <summary>Mean and biased variance of some of the data.</summary>
    private static (double Mean, double Variance) Moments(double[] data, int[] indices)
    {
        double sum = 0;
        foreach (int i in indices) sum += data[i];
        double mean = sum / indices.Length;
        double squares = 0;
        foreach (int i in indices) squares += (data[i] - mean) * (data[i] - mean);
        return (mean, squares / indices.Length);
    }

    /// <summary>The positions in the data of channel <paramref name="c"/>, over all samples and pixels.</summary>
    private static int[] IndicesOf(NdArray x, int c)
    {
        (int pixels, int channels) = (x.PixelsPerChannel, x.Channels);
        int[] indices = new int[x.Batch * pixels];
        for (int i = 0; i < indices.Length; i++)
        {
            (int n, int p) = Math.DivRem(i, pixels);
            indices[i] = (n * channels + c) * pixels + p;
        }

        return indices;
    }
}
