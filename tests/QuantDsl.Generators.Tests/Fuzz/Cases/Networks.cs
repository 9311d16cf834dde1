using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>
/// Makes random models that are right but for a budget that may be too small: every shape fits, every argument is in range.
/// </summary>
internal sealed class Networks(Random random)
{
    private readonly List<LayerCase> _layers = [];
    private readonly List<int[]> _outputs = [];
    private int[] _shape = [];
    private int? _vocabulary; // of token ids that an embedding is still to read

    public static DeclarationCase Declaration(Random random)
    {
        ModelCase net = new Networks(random).Model();
        ImmutableArray<ModelCase> models = [net];
        while (models.Length < 4 && random.Chance(0.3))
        {
            string source = random.Pick(models).Name;
            models = models.Add(
                new ModelCase([AttributeUse.Of("ModelFrom", $"typeof({source})"), Weights(random)], $"Variant{models.Length - 1}", []));
        }
        return new DeclarationCase(models);
    }

    private ModelCase Model()
    {
        AttributeUse? oneHot = random.Chance(0.3) ? Sequence() : null;
        if (_shape.Length == 0)
            _shape = random.Chance(0.5) ? [random.Next(1, 40)] : [random.Next(1, 5), random.Next(1, 24), random.Next(1, 24)];
        bool areIds = oneHot is not null || _vocabulary is not null;
        var model = AttributeUse.Of("QuantModel", _shape.Take(areIds ? 1 : 3).Select(size => $"{size}"));
        if (random.Chance(0.3))
            model = model.With("Batch", $"{random.Next(1, 300)}");
        if (random.Chance(0.2))
            model = model.With("Epochs", $"{random.Next(1, 300)}");
        int layers = random.Next(1, 5);
        for (int index = 0; index < layers; index++)
            AddLayer(index, isLast: index == layers - 1);
        return new ModelCase([model, .. oneHot is null ? [] : new[] { oneHot }, .. Recipe()], "Net", [.. _layers]);
    }

    /// <summary>An input of numbers, of ids for an embedding, or of ids that the returned attribute reads.</summary>
    private AttributeUse? Sequence()
    {
        _shape = [random.Next(1, 12), random.Next(1, 20)];
        if (random.Chance(0.3))
            return null;
        if (random.Chance(0.5))
            return AttributeUse.Of("OneHot", $"{_shape[1]}");
        _vocabulary = _shape[1];
        return null;
    }

    private IEnumerable<AttributeUse> Recipe()
    {
        bool isQuantized = random.Chance(0.85);
        yield return isQuantized ? Weights(random) : AttributeUse.Of("FullPrecision");
        if (isQuantized && random.Chance(0.4))
        {
            yield return AttributeUse.Of("Backtrack")
                .With("Period", $"{random.Next(1, 20)}")
                .With("Blend", random.Pick(new[] { "0.6", "0.9", "0.125", "1e-300" }));
        }
        if (random.Chance(0.3))
        {
            yield return AttributeUse.Of("Adam")
                .With("LearningRate", random.Pick(new[] { "0.005", "1e-5", "3e38", "1" }))
                .With("Beta1", random.Pick(new[] { "0", "0.5" }));
        }
        if (random.Chance(0.3))
        {
            yield return AttributeUse.Of("StepDecay")
                .With("Every", $"{random.Next(1, 9)}")
                .With("After", random.Pick(new[] { "0", "1", "2147483647" }))
                .With("Times", $"{random.Next(3)}")
                .With("Factor", random.Pick(new[] { "0.5", "1", "1e-9" }));
        }
        else if (random.Chance(0.3))
        {
            yield return AttributeUse.Of(random.Pick(new[] { "Cosine", "OneCycle", "Exponential", "ReduceOnPlateau", "Warmup" }));
        }
        if (random.Chance(0.2))
            yield return AttributeUse.Of("GradientClip", random.Pick(new[] { "5", "1e-30", "0.1", "3e38" }));
        if (random.Chance(0.1))
        {
            yield return AttributeUse.Of("Budget")
                .With(random.Chance(0.5) ? "WeightBytes" : "ActivationBytes", random.Pick(new[] { "1000000000", "100", "0" }));
        }
        yield return AttributeUse.Of(random.Chance(0.5) ? "CrossEntropy" : "SquaredHinge");
    }

    private static AttributeUse Weights(Random random)
    {
        int bits = random.Next(1, 9);
        AttributeUse weights = AttributeUse.Of("Weights").With("Bits", $"{bits}");
        if (random.Chance(0.3))
            weights = weights.With("Scale", random.Pick(new[] { "Scale.PerChannel", "Scale.PerGate", "Scale.PerLayer" }));
        if (bits == 2 && random.Chance(0.5))
            weights = weights.With("Grid", random.Pick(new[] { "Grid.TwoScale", "Grid.Logarithmic", "Grid.Linear" }));
        else if (bits > 1 && random.Chance(0.3))
            weights = weights.With("Grid", "Grid.Logarithmic");
        return bits <= 2 && random.Chance(0.4) ? weights.With("Solver", "Solver.Exact") : weights;
    }

    private void AddLayer(int index, bool isLast)
    {
        List<AttributeUse> attributes = [];
        int same = index < 2 ? -1 : _outputs.FindIndex(0, index - 1, shape => shape.SequenceEqual(_shape));
        bool isResidual = index > 0 && !isLast && random.Chance(0.4);
        if (isResidual && same >= 0)
            attributes.Add(AttributeUse.Of("From", $"nameof(Layer{same})"));
        else if (index > 0 && random.Chance(0.2))
            attributes.Add(AttributeUse.Of("From", $"nameof(Layer{index - 1})"));
        bool isConvolution = _shape.Length == 3 && (isResidual || random.Chance(0.7));
        bool mixesPositions = _shape.Length == 2 && random.Chance(0.7);
        attributes.Add(
            _vocabulary is not null ? Embedding()
            : isConvolution ? Convolution(isResidual)
            : mixesPositions && random.Chance(0.4) ? SequenceConvolution(isResidual)
            : mixesPositions ? Recurrent(isResidual)
            : Linear(isResidual));
        if (random.Chance(0.6))
        {
            attributes.Add(
                random.Chance(0.2)
                    ? AttributeUse.Of("BatchNorm").With("Momentum", "0.01").With("Epsilon", "1e-3")
                    : AttributeUse.Of("BatchNorm"));
        }
        if (Features > 1 && random.Chance(0.1))
            attributes.Add(AttributeUse.Of("LayerNorm"));
        if (isResidual)
            attributes.Add(AttributeUse.Of("Add", $"nameof(Layer{index - 1})"));
        if (_outputs.FindLastIndex(IsBeside) is >= 0 and int beside && random.Chance(0.2))
        {
            attributes.Add(AttributeUse.Of("Concat", $"nameof(Layer{beside})"));
            int[] joined = [.. _shape];
            joined[ChannelAxis] += _outputs[beside][ChannelAxis];
            _shape = joined;
        }
        if (_shape.Length == 3 && random.Chance(0.4))
            attributes.Add(Pool());
        if (random.Chance(0.5))
            attributes.Add(Activation());
        if (random.Chance(0.2))
            attributes.Add(AttributeUse.Of("Dropout", random.Pick(new[] { "0.5", "0", "0.999" })));
        if (_shape.Length == 3 && isLast)
        {
            attributes.Add(AttributeUse.Of("GlobalAvgPool2d"));
            _shape = [_shape[0]];
        }
        if (random.Chance(0.15))
            attributes.Insert(random.Next(attributes.Count + 1), random.Chance(0.3) ? AttributeUse.Of("FullPrecision") : Weights(random));
        _outputs.Add(_shape);
        _layers.Add(new LayerCase([.. attributes], $"Layer{index}"));
    }

    private int Features => _shape.Length == 2 ? _shape[1] : _shape[0];

    /// <summary>Whether values of a shape can be concatenated with those of the layer.</summary>
    private bool IsBeside(int[] shape) => shape.Length == _shape.Length
        && Enumerable.Range(0, shape.Length).All(axis => axis == ChannelAxis || shape[axis] == _shape[axis]);

    /// <summary>That of an image or of features comes first, that of a sequence last.</summary>
    private int ChannelAxis => _shape.Length == 2 ? 1 : 0;

    private AttributeUse Embedding()
    {
        int vocabulary = _vocabulary!.Value;
        _vocabulary = null;
        _shape = [_shape[0], random.Next(2, 20)];
        return AttributeUse.Of("Embedding", $"{vocabulary}", $"{_shape[1]}");
    }

    private AttributeUse Recurrent(bool keepsShape)
    {
        int hidden = keepsShape ? _shape[1] : random.Next(2, 20);
        bool isFlat = !keepsShape && random.Chance(0.3);
        _shape = isFlat ? [hidden] : [_shape[0], hidden];
        var recurrent = AttributeUse.Of(random.Chance(0.3) ? "Gru" : "Lstm", $"{hidden}");
        return isFlat ? recurrent.With("ReturnSequence", "false") : recurrent;
    }

    private AttributeUse SequenceConvolution(bool keepsShape)
    {
        int inputs = _shape[1], channels = keepsShape || random.Chance(0.3) ? inputs : random.Next(2, 12);
        var axis = ConvolutionAxis.Of(random, _shape[0], keepsShape);
        _shape = [axis.Places(_shape[0]), channels];
        AttributeUse conv = Biased(AttributeUse.Of("Conv1d", $"{channels}", $"{axis.Kernel}"));
        conv = axis.Padding == "0" ? conv : conv.With("Padding", axis.Padding);
        conv = axis.Dilation == 1 ? conv : conv.With("Dilation", $"{axis.Dilation}");
        conv = axis.Stride == 1 ? conv : conv.With("Stride", $"{axis.Stride}");
        return InGroups(conv, inputs, channels);
    }

    private AttributeUse Linear(bool keepsShape)
    {
        int features = keepsShape ? (_shape.Length == 2 ? _shape[1] : _shape[0]) : random.Next(2, 30);
        _shape = _shape.Length == 2 ? [_shape[0], features] : [features];
        return Biased(AttributeUse.Of("Linear", $"{features}"));
    }

    private AttributeUse Convolution(bool keepsShape)
    {
        int inputs = _shape[0], channels = keepsShape ? inputs : random.Next(2, 9);
        if (!keepsShape && inputs > 1 && random.Chance(0.2))
            channels = inputs; // so that it can be depthwise
        bool isSquare = random.Chance(0.7);
        var height = ConvolutionAxis.Of(random, isSquare ? Math.Min(_shape[1], _shape[2]) : _shape[1], keepsShape);
        ConvolutionAxis width = isSquare ? height : ConvolutionAxis.Of(random, _shape[2], keepsShape);
        _shape = [channels, height.Places(_shape[1]), width.Places(_shape[2])];
        AttributeUse conv = Biased(
            isSquare
                ? AttributeUse.Of("Conv2d", $"{channels}", $"{height.Kernel}")
                : AttributeUse.Of("Conv2d", $"{channels}", $"{height.Kernel}", $"{width.Kernel}"));
        conv = Both(conv, "Padding", "0", height.Padding, width.Padding);
        conv = Both(conv, "Dilation", "1", $"{height.Dilation}", $"{width.Dilation}");
        return Both(InGroups(conv, inputs, channels), "Stride", "1", $"{height.Stride}", $"{width.Stride}");
    }

    private AttributeUse InGroups(AttributeUse conv, int inputs, int channels)
    {
        if (random.Chance(0.7))
            return conv;
        int[] divisors = [.. Enumerable.Range(1, inputs).Where(groups => inputs % groups == 0 && channels % groups == 0)];
        return conv.With("Groups", $"{random.Pick(divisors)}");
    }

    /// <summary>An argument for both directions, for each or for one that has its own.</summary>
    private AttributeUse Both(AttributeUse use, string name, string otherwise, string height, string width)
    {
        if (random.Chance(0.2))
            return use.With($"{name}Height", height).With($"{name}Width", width);
        AttributeUse both = height == otherwise ? use : use.With(name, height);
        return height == width ? both : both.With($"{name}Width", width);
    }

    private AttributeUse Activation() => random.Chance(0.6) ? AttributeUse.Of("ReLU")
        : random.Chance(0.7) ? AttributeUse.Of(random.Pick(new[] { "Tanh", "Sigmoid", "Silu", "Gelu", "HardSwish" }))
        : AttributeUse.Of("LeakyReLU", random.Pick(new[] { "0.01", "0.25", "1e-30" }));

    private AttributeUse Biased(AttributeUse layer) =>
        random.Chance(0.2) ? layer.With("Bias", random.Chance(0.5) ? "true" : "false") : layer;

    private AttributeUse Pool()
    {
        int kernel = random.Next(1, Math.Min(4, Math.Min(_shape[1], _shape[2]) + 1));
        int stride = random.Chance(0.3) ? random.Next(1, 4) : kernel;
        _shape = [_shape[0], ((_shape[1] - kernel) / stride) + 1, ((_shape[2] - kernel) / stride) + 1];
        var pool = AttributeUse.Of(random.Chance(0.5) ? "MaxPool2d" : "AvgPool2d", $"{kernel}");
        return stride == kernel ? pool : pool.With("Stride", $"{stride}");
    }
}
