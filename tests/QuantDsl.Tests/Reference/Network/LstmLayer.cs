namespace QuantDsl.Tests.Reference;

/// <summary>
/// Long short-term memory over [N, length, in], step by step: i, f, o = σ and g = tanh of W·x + U·h + b, c ← f·c + i·g, h ← o·tanh(c), from
/// zeros. The rows of W [4·hidden, in], U [4·hidden, hidden] and b are those of i, f, g, o in this order. Gives h of all positions, or [N,
/// hidden] of the last.
/// </summary>
public sealed class LstmLayer : NetworkLayer
{
    private const int Gates = 4;

    private readonly int _features;
    private readonly int _hidden;
    private readonly bool _returnSequence;
    private NdArray _input = null!;
    private double[,,,] _gates = null!; // [N, length, gate, unit], behind σ or tanh
    private double[,,] _cells = null!; // [N, length + 1, unit], from zeros
    private double[,,] _states = null!;

    public LstmLayer(int features, int hidden, bool returnSequence = true)
    {
        _features = features;
        _hidden = hidden;
        _returnSequence = returnSequence;
        InputWeight = new NetworkParameter("weight_ih", true, Gates * hidden, features) { Gates = Gates };
        RecurrentWeight = new NetworkParameter("weight_hh", true, Gates * hidden, hidden) { Gates = Gates };
        Bias = new NetworkParameter("bias", false, Gates * hidden);
        Array.Fill(Bias.Values, 1, hidden, hidden); // f
    }

    public NetworkParameter InputWeight { get; }

    public NetworkParameter RecurrentWeight { get; }

    public NetworkParameter Bias { get; }

    public override IReadOnlyList<NetworkParameter> Parameters => [InputWeight, RecurrentWeight, Bias];

    private int Length => _input.Shape[1];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        _gates = new double[input.Batch, Length, Gates, _hidden];
        _cells = new double[input.Batch, Length + 1, _hidden];
        _states = new double[input.Batch, Length + 1, _hidden];
        for (int n = 0; n < input.Batch; n++)
        {
            for (int t = 0; t < Length; t++)
            {
                for (int u = 0; u < _hidden; u++)
                {
                    for (int gate = 0; gate < Gates; gate++)
                    {
                        double sum = Sum(n, t, gate * _hidden + u);
                        _gates[n, t, gate, u] = gate == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
                    }

                    _cells[n, t + 1, u] = _gates[n, t, 1, u] * _cells[n, t, u] + _gates[n, t, 0, u] * _gates[n, t, 2, u];
                    _states[n, t + 1, u] = _gates[n, t, 3, u] * Math.Tanh(_cells[n, t + 1, u]);
                }
            }
        }

        NdArray output = new(_returnSequence ? [input.Batch, Length, _hidden] : [input.Batch, _hidden]);
        for (int n = 0; n < input.Batch; n++)
        {
            for (int t = 0; t < Length; t++)
            {
                for (int u = 0; u < _hidden; u++)
                {
                    if (_returnSequence) output[n, t * _hidden + u] = _states[n, t + 1, u];
                    else output[n, u] = _states[n, Length, u];
                }
            }
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        for (int n = 0; n < _input.Batch; n++)
        {
            double[] ofState = new double[_hidden];
            double[] ofCell = new double[_hidden];
            for (int t = Length - 1; t >= 0; t--)
            {
                for (int u = 0; u < _hidden; u++)
                {
                    if (_returnSequence) ofState[u] += outputGradient[n, t * _hidden + u];
                    else if (t == Length - 1) ofState[u] += outputGradient[n, u];
                }

                double[] ofSums = new double[Gates * _hidden];
                for (int u = 0; u < _hidden; u++)
                {
                    (double i, double f, double g, double o) =
                        (_gates[n, t, 0, u], _gates[n, t, 1, u], _gates[n, t, 2, u], _gates[n, t, 3, u]);
                    double bounded = Math.Tanh(_cells[n, t + 1, u]);
                    ofCell[u] += ofState[u] * o * (1 - bounded * bounded);
                    ofSums[u] = ofCell[u] * g * i * (1 - i);
                    ofSums[_hidden + u] = ofCell[u] * _cells[n, t, u] * f * (1 - f);
                    ofSums[2 * _hidden + u] = ofCell[u] * i * (1 - g * g);
                    ofSums[3 * _hidden + u] = ofState[u] * bounded * o * (1 - o);
                    ofCell[u] *= f;
                }

                ofState = PassOn(n, t, ofSums, inputGradient);
            }
        }

        return inputGradient;
    }

    private double Sum(int n, int t, int row)
    {
        double sum = Bias.Values[row];
        for (int j = 0; j < _features; j++) sum += InputWeight.Values[row * _features + j] * _input[n, t * _features + j];
        for (int j = 0; j < _hidden; j++) sum += RecurrentWeight.Values[row * _hidden + j] * _states[n, t, j];
        return sum;
    }

    /// <summary>From the gradient of the sums to those of parameters and input, and of the state before, which is returned.</summary>
    private double[] PassOn(int n, int t, double[] ofSums, NdArray inputGradient)
    {
        double[] ofState = new double[_hidden];
        for (int row = 0; row < ofSums.Length; row++)
        {
            Bias.Gradient[row] += ofSums[row];
            for (int j = 0; j < _features; j++)
            {
                InputWeight.Gradient[row * _features + j] += ofSums[row] * _input[n, t * _features + j];
                inputGradient[n, t * _features + j] += ofSums[row] * InputWeight.Values[row * _features + j];
            }

            for (int j = 0; j < _hidden; j++)
            {
                RecurrentWeight.Gradient[row * _hidden + j] += ofSums[row] * _states[n, t, j];
                ofState[j] += ofSums[row] * RecurrentWeight.Values[row * _hidden + j];
            }
        }

        return ofState;
    }
}
