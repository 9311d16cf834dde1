namespace QuantDsl.Tests.Reference;

/// <summary>
/// A gated recurrent unit over [N, length, in], step by step: r, z = σ(W·x + b + U·h + c), n = tanh(W·x + b + r·(U·h + c)),
/// h ← (1 − z)·n + z·h, from zeros. The rows of W [3·hidden, in], U [3·hidden, hidden], b and c are those of r, z, n in this order. Gives h
/// of all positions, or [N, hidden] of the last.
/// </summary>
public sealed class GruLayer : NetworkLayer
{
    private const int Gates = 3;

    private readonly int _features;
    private readonly int _hidden;
    private readonly bool _returnSequence;
    private NdArray _input = null!;
    private double[,,,] _gates = null!; // [N, length, gate, unit], behind σ or tanh
    private double[,,] _fromState = null!; // [N, length, unit]: what n gets from the state
    private double[,,] _states = null!; // [N, length + 1, unit], from zeros

    public GruLayer(int features, int hidden, bool returnSequence = true)
    {
        _features = features;
        _hidden = hidden;
        _returnSequence = returnSequence;
        InputWeight = new NetworkParameter("weight_ih", true, Gates * hidden, features) { Gates = Gates };
        RecurrentWeight = new NetworkParameter("weight_hh", true, Gates * hidden, hidden) { Gates = Gates };
        Bias = new NetworkParameter("bias", false, Gates * hidden);
        RecurrentBias = new NetworkParameter("bias_hh", false, Gates * hidden);
    }

    public NetworkParameter InputWeight { get; }

    public NetworkParameter RecurrentWeight { get; }

    public NetworkParameter Bias { get; }

    public NetworkParameter RecurrentBias { get; }

    public override IReadOnlyList<NetworkParameter> Parameters => [InputWeight, RecurrentWeight, Bias, RecurrentBias];

    private int Length => _input.Shape[1];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        _gates = new double[input.Batch, Length, Gates, _hidden];
        _fromState = new double[input.Batch, Length, _hidden];
        _states = new double[input.Batch, Length + 1, _hidden];
        for (int n = 0; n < input.Batch; n++)
        {
            for (int t = 0; t < Length; t++)
            {
                for (int u = 0; u < _hidden; u++)
                {
                    double reset = Sigmoid(FromInput(n, t, u) + FromState(n, t, u));
                    double update = Sigmoid(FromInput(n, t, _hidden + u) + FromState(n, t, _hidden + u));
                    _fromState[n, t, u] = FromState(n, t, 2 * _hidden + u);
                    double candidate = Math.Tanh(FromInput(n, t, 2 * _hidden + u) + reset * _fromState[n, t, u]);
                    (_gates[n, t, 0, u], _gates[n, t, 1, u], _gates[n, t, 2, u]) = (reset, update, candidate);
                    _states[n, t + 1, u] = (1 - update) * candidate + update * _states[n, t, u];
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
            for (int t = Length - 1; t >= 0; t--)
            {
                double[] ofStateBefore = new double[_hidden];
                for (int u = 0; u < _hidden; u++)
                {
                    if (_returnSequence) ofState[u] += outputGradient[n, t * _hidden + u];
                    else if (t == Length - 1) ofState[u] += outputGradient[n, u];
                    (double r, double z, double c) = (_gates[n, t, 0, u], _gates[n, t, 1, u], _gates[n, t, 2, u]);
                    double ofCandidate = ofState[u] * (1 - z) * (1 - c * c);
                    double ofReset = ofCandidate * _fromState[n, t, u] * r * (1 - r);
                    double ofUpdate = ofState[u] * (_states[n, t, u] - c) * z * (1 - z);
                    ofStateBefore[u] += ofState[u] * z;
                    PassOn(n, t, u, ofReset, ofReset, inputGradient, ofStateBefore);
                    PassOn(n, t, _hidden + u, ofUpdate, ofUpdate, inputGradient, ofStateBefore);
                    PassOn(n, t, 2 * _hidden + u, ofCandidate, ofCandidate * r, inputGradient, ofStateBefore);
                }

                ofState = ofStateBefore;
            }
        }

        return inputGradient;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private double FromInput(int n, int t, int row)
    {
        double sum = Bias.Values[row];
        for (int j = 0; j < _features; j++) sum += InputWeight.Values[row * _features + j] * _input[n, t * _features + j];
        return sum;
    }

    private double FromState(int n, int t, int row)
    {
        double sum = RecurrentBias.Values[row];
        for (int j = 0; j < _hidden; j++) sum += RecurrentWeight.Values[row * _hidden + j] * _states[n, t, j];
        return sum;
    }

    /// <summary>From the gradients of what a gate gets from input and state to those of parameters, input and state before.</summary>
    private void PassOn(int n, int t, int row, double ofInput, double ofState, NdArray inputGradient, double[] ofStateBefore)
    {
        Bias.Gradient[row] += ofInput;
        RecurrentBias.Gradient[row] += ofState;
        for (int j = 0; j < _features; j++)
        {
            InputWeight.Gradient[row * _features + j] += ofInput * _input[n, t * _features + j];
            inputGradient[n, t * _features + j] += ofInput * InputWeight.Values[row * _features + j];
        }

        for (int j = 0; j < _hidden; j++)
        {
            RecurrentWeight.Gradient[row * _hidden + j] += ofState * _states[n, t, j];
            ofStateBefore[j] += ofState * RecurrentWeight.Values[row * _hidden + j];
        }
    }
}
