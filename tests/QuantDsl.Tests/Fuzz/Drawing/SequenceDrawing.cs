using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Draws a network of sequences: of tokens, as one-hot vectors or embedded, or of numbers; LSTMs, convolutions and linear layers with and
/// without shortcuts; then logits at every position, or behind an LSTM that gives its last state.
/// </summary>
internal sealed class SequenceDrawing
{
    /// <summary>Multiply-adds of a minibatch at most: the reference is slow.</summary>
    private const long MostWork = 40_000;

    /// <summary>A mean of fewer values cancels most of what it is subtracted from.</summary>
    private const int ValuesOfMean = 6;

    private const int LongestSequence = 10;

    private readonly Random _random;
    private readonly List<DrawnLayer> _layers = [];
    private int _length;
    private int _features;
    private bool _isSequence = true;
    private int _positionsOfMean; // of a sample, where they are fewest
    private long _work;

    private SequenceDrawing(Random random)
    {
        _random = random;
        _length = random.Next(4) == 0 ? 1 : random.Next(2, 8);
        _positionsOfMean = int.MaxValue;
    }

    /// <summary>The network of a seed.</summary>
    public static DrawnNetwork Of(int seed)
    {
        var random = new Random(seed);
        for (; ; )
        {
            if (new SequenceDrawing(random).Network(seed) is { } network)
                return network;
        }
    }

    private DrawnNetwork? Network(int seed)
    {
        int? vocabulary = _random.Next(3) == 0 ? null : _random.Next(2, 20);
        bool isEmbedded = vocabulary is not null && _random.Next(2) == 0;
        _features = vocabulary ?? _random.Next(1, 9);
        int[] input = vocabulary is null ? [_length, _features] : [_length];
        if (isEmbedded)
            Embed(vocabulary!.Value);
        int layers = _random.Next(1, 4);
        for (int layer = 0; layer < layers; layer++)
            Layer();
        int classes = _random.Next(2, 7);
        Linear(classes, epilogue: _random.Next(3) == 0);
        int smallest = _positionsOfMean == int.MaxValue ? 1 : (ValuesOfMean + _positionsOfMean - 1) / _positionsOfMean;
        int batch = Math.Max(smallest, _random.Next(1, 18));
        if (_work * batch > MostWork)
            return null;
        var quantizer = DrawnQuantizer.Draw(_random);
        bool isQuantized = _layers.Any(layer => (layer.Quantizer ?? quantizer).IsQuantized);
        return new DrawnNetwork(seed, input, classes, batch, smallest, _layers, quantizer, DrawnRecipe.Draw(_random, isQuantized))
        {
            IsCrossEntropy = _random.Next(2) == 0,
            Vocabulary = vocabulary,
            HasOneHot = vocabulary is not null && !isEmbedded,
            OutputLength = _isSequence ? _length : null,
        };
    }

    private void Embed(int vocabulary)
    {
        _features = _random.Next(4) == 0 ? _random.Next(13, 40) : _random.Next(1, 13);
        int features = _features;
        End([new($"Embedding({vocabulary}, {features})", () => [new EmbeddingLayer(vocabulary, features)])]);
    }

    private void Layer()
    {
        if (_isSequence && _random.Next(3) == 0)
            Convolution();
        else if (_isSequence && _random.Next(2) == 0)
            Recur();
        else
            Linear(_random.Next(6) == 0 ? _random.Next(13, 40) : _random.Next(1, 13), epilogue: true);
    }

    private void Recur()
    {
        bool keepsShape = _layers.Count > 0 && _random.Next(3) == 0;
        int inputs = _features;
        int hidden = keepsShape ? inputs : _random.Next(6) == 0 ? _random.Next(13, 20) : _random.Next(1, 9);
        bool returnsSequence = keepsShape || _random.Next(3) > 0;
        _work += (long)_length * 4 * hidden * (inputs + hidden);
        _features = hidden;
        _isSequence = returnsSequence;
        bool isGru = _random.Next(3) == 0;
        DrawnOperation recurrent = new(
            $"{(isGru ? "Gru" : "Lstm")}({hidden}{(returnsSequence ? "" : ", ReturnSequence = false")})",
            () => [isGru ? new GruLayer(inputs, hidden, returnsSequence) : new LstmLayer(inputs, hidden, returnsSequence)]);
        List<DrawnOperation> others = Epilogue();
        if (keepsShape)
            others.Add(new($"Add(nameof(L{_layers.Count - 1}))", () => [], _layers.Count - 1));
        End([recurrent, .. others]);
    }

    private void Convolution()
    {
        bool keepsShape = _layers.Count > 0 && _random.Next(3) == 0;
        int inputs = _features, length = _length;
        DrawnAxis axis;
        do
            axis = DrawnAxis.Draw(_random, largestKernel: 5, mostPadding: kernel => kernel, isOfConvolution: true);
        while (axis.Places(length) is < 1 or > LongestSequence || (keepsShape && axis.Places(length) != length));
        bool isDepthwise = _random.Next(5) == 0;
        int outputs = keepsShape || isDepthwise ? inputs : _random.Next(6) == 0 ? _random.Next(13, 20) : _random.Next(1, 9);
        int[] divisors = [.. Enumerable.Range(1, inputs).Where(groups => inputs % groups == 0 && outputs % groups == 0)];
        int groups = isDepthwise ? inputs : _random.Next(3) == 0 ? divisors[_random.Next(divisors.Length)] : 1;
        (_features, _length) = (outputs, axis.Places(length));
        _work += (long)_length * outputs * inputs / groups * axis.Kernel;
        List<DrawnOperation> others = Epilogue();
        bool hasBias = !HasNorm(others);
        ConvolutionWindow window = axis.Along with { Groups = groups };
        string arguments = axis.Arguments + (groups == 1 ? "" : $", Groups = {groups}");
        if (keepsShape)
            others.Add(new($"Add(nameof(L{_layers.Count - 1}))", () => [], _layers.Count - 1));
        End([new($"Conv1d({outputs}, {arguments})", () => [new SequenceConvolutionLayer(inputs, outputs, window, hasBias)]), .. others]);
    }

    private void Linear(int features, bool epilogue)
    {
        int inputs = _features;
        _work += (long)inputs * features * (_isSequence ? _length : 1);
        _features = features;
        List<DrawnOperation> others = epilogue ? Epilogue() : [];
        bool hasBias = !HasNorm(others);
        Func<NetworkLayer> linear = AtPositions(() => new LinearLayer(inputs, features, hasBias));
        End([new($"Linear({features})", () => [linear()]), .. others]);
    }

    private static bool HasNorm(List<DrawnOperation> operations) =>
        operations.Any(operation => operation.Attribute.StartsWith("BatchNorm", StringComparison.Ordinal));

    private List<DrawnOperation> Epilogue()
    {
        List<DrawnOperation> operations = [];
        int channels = _features;
        if (_random.Next(4) == 0)
        {
            _positionsOfMean = Math.Min(_positionsOfMean, _isSequence ? _length : 1);
            Func<NetworkLayer> norm = AtPositions(() => new BatchNormLayer(channels, 1e-2, 0.25));
            operations.Add(new("BatchNorm(Epsilon = 0.01, Momentum = 0.25)", () => [norm()]));
        }
        if (channels >= 4 && _random.Next(6) == 0)
        {
            Func<NetworkLayer> norm = AtPositions(() => new LayerNormLayer(channels, 1e-2));
            operations.Add(new("LayerNorm(Epsilon = 0.01)", () => [norm()]));
        }
        if (_random.Next(2) == 0)
        {
            operations.Add(_random.Next(3) switch
            {
                0 => new("Tanh", () => [Activations.Tanh()]),
                1 => new("Gelu", () => [Activations.Gelu()]),
                _ => new("ReLU", () => [new ReLULayer()]),
            });
        }
        if (_random.Next(6) == 0)
            operations.Add(new("Dropout(0.25)", () => [new DropoutLayer(0.25)]));
        return operations;
    }

    private Func<NetworkLayer> AtPositions(Func<NetworkLayer> layer) => _isSequence ? () => new PerPositionLayer(layer()) : layer;

    private void End(IReadOnlyList<DrawnOperation> operations) =>
        _layers.Add(new DrawnLayer(null, operations, _random.Next(5) < 2 ? DrawnQuantizer.Draw(_random) : null));
}
