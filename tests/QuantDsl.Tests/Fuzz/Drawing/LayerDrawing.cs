using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>Draws a layer: first its weighted operation, then others in any order, each at most once.</summary>
internal sealed class LayerDrawing(Random random, int? from, bool hasFewValues)
{
    private readonly List<DrawnOperation> _operations = [];
    private readonly HashSet<string> _used = [];
    private string _weighted = "";
    private Func<bool, NetworkLayer> _reference = null!;

    /// <summary>Shape of the value, [features] or [channels, height, width].</summary>
    public int[] Shape { get; private set; } = [];

    /// <summary>Values of a sample that a mean of batch normalization is taken of; <see cref="int.MaxValue"/> without one.</summary>
    public int ValuesOfSample { get; private set; } = int.MaxValue;

    private bool IsImage => Shape.Length == 3;

    /// <summary>The weighted operation.</summary>
    /// <param name="weighted">As the declaration writes it, up to the arguments that are still to come.</param>
    /// <param name="shape">Shape of its value.</param>
    /// <param name="reference">The reference's, with or without bias.</param>
    public void Begin(string weighted, int[] shape, Func<bool, NetworkLayer> reference) =>
        (_weighted, Shape, _reference) = (weighted, shape, reference);

    /// <summary>Operations in any order.</summary>
    public void Epilogue(bool keepsShape = false)
    {
        List<Action> actions = [];
        if (random.Next(20) < 11)
            actions.Add(Normalize);
        if (random.Next(20) < 3)
            actions.Add(NormalizeChannels);
        if (random.Next(20) < 12)
            actions.Add(Activate);
        if (random.Next(20) < 3)
            actions.Add(Dropout);
        if (!keepsShape)
        {
            if (random.Next(20) < 5)
                actions.Add(() => Pool(isMaximum: true));
            if (random.Next(20) < 4)
                actions.Add(() => Pool(isMaximum: false));
            if (random.Next(20) == 0)
                actions.Add(PoolGlobally);
        }
        Action[] order = [.. actions];
        random.Shuffle(order);
        foreach (Action action in order)
            action();
    }

    public void Normalize()
    {
        if (!_used.Add("BatchNorm"))
            return;
        double epsilon = hasFewValues ? 0.5 : random.Next(3) switch { 0 => 1e-2, 1 => 1e-3, _ => 1e-4 };
        double momentum = random.Next(3) switch { 0 => 1, 1 => 0.25, _ => 0.1 };
        int channels = Shape[0];
        ValuesOfSample = IsImage ? Shape[1] * Shape[2] : 1;
        _operations.Add(new(
            FormattableString.Invariant($"BatchNorm(Epsilon = {epsilon}, Momentum = {momentum})"),
            () => [new BatchNormLayer(channels, epsilon, momentum)]));
    }

    private void NormalizeChannels()
    {
        int channels = Shape[0];
        if (channels < 4 || !_used.Add("LayerNorm"))
            return; // of 2 channels that are nearly equal, x̂ has no digits
        double epsilon = hasFewValues ? 0.5 : 1e-2;
        _operations.Add(new(
            FormattableString.Invariant($"LayerNorm(Epsilon = {epsilon})"), () => [new LayerNormLayer(channels, epsilon)]));
    }

    public void Add(int other) => _operations.Add(new($"Add(nameof(L{other}))", () => [], other));

    /// <param name="other">Number of the layer.</param>
    /// <param name="channels">Its channels.</param>
    public void Concat(int other, int channels)
    {
        _operations.Add(new($"Concat(nameof(L{other}))", () => [], other, Concatenates: true));
        Shape = [Shape[0] + channels, .. Shape[1..]];
    }

    public void PoolGlobally()
    {
        if (!IsImage)
            return;
        _operations.Add(new("GlobalAvgPool2d", () => [new GlobalAveragePoolLayer()]));
        Shape = [Shape[0]];
    }

    /// <summary>The layer that was drawn.</summary>
    public DrawnLayer Layer(DrawnQuantizer? quantizer)
    {
        bool? bias = random.Next(3) == 0 ? random.Next(2) == 0 : null;
        bool hasBias = bias ?? !_used.Contains("BatchNorm");
        string argument = bias switch { null => ")", true => ", Bias = true)", _ => ", Bias = false)" };
        Func<bool, NetworkLayer> reference = _reference;
        return new DrawnLayer(from, [new(_weighted + argument, () => [reference(hasBias)]), .. _operations], quantizer);
    }

    private void Activate()
    {
        if (!_used.Add("activation"))
            return;
        _operations.Add(random.Next(12) switch
        {
            0 => new("LeakyReLU", () => [new ReLULayer(Slope0_01.Value)]),
            1 => new("LeakyReLU(0.25)", () => [new ReLULayer(Slope0_25.Value)]),
            2 => new("Tanh", () => [Activations.Tanh()]),
            3 => new("Sigmoid", () => [Activations.Sigmoid()]),
            4 => new("Silu", () => [Activations.Silu()]),
            5 => new("Gelu", () => [Activations.Gelu()]),
            6 => new("HardSwish", () => [new HardSwishLayer()]),
            _ => new("ReLU", () => [new ReLULayer()]),
        });
    }

    private void Dropout()
    {
        if (!_used.Add("Dropout"))
            return;
        double probability = random.Next(3) switch { 0 => 0, 1 => 0.25, _ => 0.5 };
        _operations.Add(new(FormattableString.Invariant($"Dropout({probability})"), () => [new DropoutLayer(probability)]));
    }

    private void Pool(bool isMaximum)
    {
        string name = isMaximum ? "MaxPool2d" : "AvgPool2d";
        if (!IsImage || !_used.Add(name))
            return;
        var window = DrawnWindow.Draw(random, largestKernel: 4, mostPadding: kernel => kernel / 2, Shape, isOfConvolution: false);
        Shape = window.Over(Shape, Shape[0]);
        (int kernel, int stride, int padding) = window.Height;
        _operations.Add(new(
            $"{name}({window.Arguments(stride: window.Height.Kernel)})",
            isMaximum
                ? () => [new PaddingLayer(padding, double.NegativeInfinity), new MaxPoolLayer(kernel, stride)]
                : () => [new PaddingLayer(padding, 0), new AveragePoolLayer(kernel, stride)]));
    }
}
