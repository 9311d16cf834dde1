using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Draws a network: blocks of layers with and without shortcuts, then one that gives logits. Every shape fits, and every value is used.
/// </summary>
internal sealed class NetworkDrawing
{
    /// <summary>Multiply-adds of a minibatch at most: the reference is slow.</summary>
    private const long MostWork = 40_000;

    /// <summary>A mean of fewer values cancels most of what it is subtracted from; float32 keeps little of it, unless ε is large.</summary>
    private const int ValuesOfMean = 6;

    private readonly Random _random;
    private readonly bool _hasFewValues;
    private readonly List<DrawnLayer> _layers = [];
    private readonly List<int[]> _outputs = [];
    private LayerDrawing _layer = null!;
    private int[] _shape;
    private long _work;
    private int _valuesOfSample = int.MaxValue; // of the mean with fewest

    private NetworkDrawing(Random random)
    {
        _random = random;
        _hasFewValues = random.Next(8) == 0;
        _shape = random.Next(3) == 0
            ? [random.Next(6) == 0 ? random.Next(13, 70) : random.Next(1, 13)]
            : [random.Next(1, 6), random.Next(1, 13), random.Next(1, 13)];
    }

    /// <summary>The network of a seed: one in five is of sequences.</summary>
    public static DrawnNetwork Of(int seed)
    {
        if (seed % 5 == 4)
            return SequenceDrawing.Of(seed);
        var random = new Random(seed);
        for (; ; )
        {
            var drawing = new NetworkDrawing(random);
            if (drawing.Network(seed) is { } network)
                return network;
        }
    }

    private DrawnNetwork? Network(int seed)
    {
        int[] input = _shape;
        int blocks = _random.Next(0, 4);
        for (int block = 0; block < blocks; block++)
            Block();
        int classes = _random.Next(2, 7);
        Logits(classes);
        bool isNormalized = _valuesOfSample < int.MaxValue;
        int smallest = !isNormalized ? 1
            : _hasFewValues ? (_valuesOfSample == 1 ? 2 : 1)
            : (ValuesOfMean + _valuesOfSample - 1) / _valuesOfSample;
        int batch = Math.Max(smallest, _random.Next(1, 18));
        if (_work * batch > MostWork)
            return null;
        var quantizer = DrawnQuantizer.Draw(_random);
        bool isQuantized = _layers.Any(layer => (layer.Quantizer ?? quantizer).IsQuantized);
        return new DrawnNetwork(seed, input, classes, batch, smallest, _layers, quantizer, DrawnRecipe.Draw(_random, isQuantized))
        {
            IsCrossEntropy = _random.Next(2) == 0,
        };
    }

    private void Block()
    {
        switch (_layers.Count == 0 ? 0 : _random.Next(5))
        {
            case 2:
                Identity();
                break;
            case 3:
                Projection();
                break;
            case 4:
                Dense();
                break;
            default:
                Begin();
                Weighted();
                _layer.Epilogue();
                End();
                break;
        }
    }

    /// <summary>The value before the block is added to what one or two layers make of it.</summary>
    private void Identity()
    {
        int source = _layers.Count - 1;
        if (_random.Next(2) == 0)
        {
            Begin();
            Weighted(like: _outputs[source]);
            _layer.Epilogue(keepsShape: true);
            End();
        }
        Begin();
        Weighted(like: _outputs[source]);
        AddAndEnd(source);
    }

    /// <summary>Two or three layers read the same value, and what they make of it is added.</summary>
    private void Projection()
    {
        int source = _layers.Count - 1;
        Begin();
        Weighted();
        if (_random.Next(2) == 0)
            _layer.Normalize();
        End();
        int[] shape = _shape;
        int branches = _random.Next(1, 3);
        for (int branch = 0; branch < branches; branch++)
        {
            Begin(source);
            Weighted(like: shape);
            AddAndEnd(_layers.Count - 1, keepsShape: branch < branches - 1);
        }
    }

    /// <summary>One or two layers join the channels before them, as in a DenseNet.</summary>
    private void Dense()
    {
        int layers = _random.Next(1, 3);
        for (int layer = 0; layer < layers; layer++)
        {
            int source = _layers.Count - 1;
            int[] before = _outputs[source];
            Begin();
            Weighted(like: [_random.Next(1, 5), .. before[1..]]);
            if (_random.Next(2) == 0)
                _layer.Epilogue(keepsShape: true);
            _layer.Concat(source, before[0]);
            _layer.Epilogue(keepsShape: layer < layers - 1);
            End();
        }
    }

    private void AddAndEnd(int other, bool keepsShape = false)
    {
        if (_random.Next(2) == 0)
            _layer.Epilogue(keepsShape: true);
        _layer.Add(other);
        _layer.Epilogue(keepsShape);
        End();
    }

    private void Logits(int classes)
    {
        Begin();
        if (_shape.Length == 3 && _random.Next(3) == 0)
        {
            Convolution(classes, like: null, hasChannels: true);
            _layer.Epilogue(keepsShape: true);
            _layer.PoolGlobally();
        }
        else
        {
            Linear(classes);
        }
        _layer.Epilogue(keepsShape: true);
        End();
    }

    private void Begin(int? from = null)
    {
        if (from is { } source)
            _shape = _outputs[source];
        _layer = new LayerDrawing(_random, from, _hasFewValues);
    }

    private void End()
    {
        _layers.Add(_layer.Layer(_random.Next(5) < 2 ? DrawnQuantizer.Draw(_random) : null));
        _shape = _layer.Shape;
        _outputs.Add(_shape);
        _valuesOfSample = Math.Min(_valuesOfSample, _layer.ValuesOfSample);
    }

    /// <summary>The operation that a layer begins with; null for a shape of its own choice.</summary>
    private void Weighted(int[]? like = null)
    {
        if (_shape.Length == 3 && (like is null ? _random.Next(8) > 0 : like.Length == 3))
            Convolution(like?[0] ?? (_random.Next(6) == 0 ? _random.Next(6, 20) : _random.Next(1, 6)), like);
        else
            Linear(like?[0] ?? (_random.Next(6) == 0 ? _random.Next(13, 40) : _random.Next(1, 13)));
    }

    private void Linear(int features)
    {
        int inputs = _shape.Aggregate((product, size) => product * size);
        _work += (long)inputs * features;
        _layer.Begin($"Linear({features}", [features], bias => new LinearLayer(inputs, features, bias));
    }

    private void Convolution(int channels, int[]? like, bool hasChannels = false)
    {
        int inputs = _shape[0];
        DrawnWindow window = like is null
            ? DrawnWindow.Draw(_random, largestKernel: 5, mostPadding: kernel => kernel, _shape)
            : DrawnWindow.DrawLike(_random, _shape, like);
        int groups = Groups(inputs, ref channels, isFree: like is null && !hasChannels);
        int[] output = window.Over(_shape, channels);
        _work += (long)inputs / groups * output[0] * output[1] * output[2] * window.Pixels;
        _layer.Begin(
            $"Conv2d({channels}, {window.Arguments(stride: 1)}{(groups == 1 ? "" : $", Groups = {groups}")}", output,
            bias => new ConvolutionLayer(inputs, channels, window.Reference with { Groups = groups }, bias));
    }

    /// <summary>A number of groups that divides both numbers of channels; that of the output may be changed to make it so.</summary>
    private int Groups(int inputs, ref int channels, bool isFree)
    {
        int kind = _random.Next(6);
        if (kind > 1)
            return 1;
        int outputs = channels;
        if (kind == 0 && isFree)
            return channels = inputs;
        int[] divisors = [.. Enumerable.Range(1, inputs).Where(groups => inputs % groups == 0 && outputs % groups == 0)];
        return divisors[_random.Next(divisors.Length)];
    }
}
