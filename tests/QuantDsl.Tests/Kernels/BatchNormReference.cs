namespace QuantDsl.Tests.Kernels;

/// <summary>Batch normalization in float64, from its definition.</summary>
internal sealed class BatchNormReference
{
    private readonly BatchNormCase _norm;
    private readonly bool[] _passes;
    private readonly double[] _deviations;

    /// <param name="norm">The case.</param>
    /// <param name="passes">Which elements the activation lets through: ReLU has a kink, at which float32 may be on the other side.</param>
    public BatchNormReference(BatchNormCase norm, bool[] passes)
    {
        _norm = norm;
        _passes = passes;
        double[] x = Array.ConvertAll(norm.X, value => (double)value);
        (Mean, Deviation, Y) = Forward(x);
        _deviations = [.. Deviation.Select(value => Math.Sqrt((value / norm.Numbers) + BatchNormCase.Epsilon))];
        Moved = [.. norm.Running.Select((old, i) => (0.9 * old) + (0.1 * New(i)))];
        Backward(x);
    }

    public double[] Mean { get; }

    public double[] Deviation { get; }

    public double[] Moved { get; }

    public double[] Y { get; }

    public double[] InputGradient { get; private set; } = [];

    public double[] GammaGradient { get; private set; } = [];

    public double[] BetaGradient { get; private set; } = [];

    /// <summary>∂x of an element by central differences of Σ y·∂y.</summary>
    public double Difference(int element)
    {
        const double step = 1e-4;
        double[] x = Array.ConvertAll(_norm.X, value => (double)value);
        x[element] += step;
        double above = Loss(Forward(x).Y);
        x[element] -= 2 * step;
        return (above - Loss(Forward(x).Y)) / (2 * step);
    }

    private double Loss(double[] y) => y.Select((value, i) => value * _norm.Gradient[i]).Sum();

    private double New(int i)
    {
        int channels = _norm.Shape.Channels;
        return i < channels ? Mean[i] : Deviation[i - channels] / (_norm.Numbers - 1);
    }

    private (double[] Mean, double[] Deviation, double[] Y) Forward(double[] x)
    {
        int channels = _norm.Shape.Channels;
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        for (int i = 0; i < x.Length; i++)
            mean[i % channels] += x[i] / _norm.Numbers;
        for (int i = 0; i < x.Length; i++)
            deviation[i % channels] += Math.Pow(x[i] - mean[i % channels], 2);
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int channel = i % channels;
            double normalized = (x[i] - mean[channel]) / Math.Sqrt((deviation[channel] / _norm.Numbers) + BatchNormCase.Epsilon);
            y[i] = _passes[i] ? (_norm.Gamma[channel] * normalized) + _norm.Beta[channel] : 0;
        }
        return (mean, deviation, y);
    }

    private void Backward(double[] x)
    {
        int channels = _norm.Shape.Channels;
        GammaGradient = new double[channels];
        BetaGradient = new double[channels];
        for (int i = 0; i < x.Length; i++)
        {
            if (!_passes[i])
                continue;
            GammaGradient[i % channels] += _norm.Gradient[i] * Normalized(i);
            BetaGradient[i % channels] += _norm.Gradient[i];
        }
        InputGradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int channel = i % channels;
            double gradient = _passes[i] ? _norm.Gradient[i] : 0;
            double centered = gradient - (BetaGradient[channel] / _norm.Numbers) - (Normalized(i) * GammaGradient[channel] / _norm.Numbers);
            InputGradient[i] = _norm.Gamma[channel] / _deviations[channel] * centered;
        }

        double Normalized(int i) => (x[i] - Mean[i % channels]) / _deviations[i % channels];
    }
}
