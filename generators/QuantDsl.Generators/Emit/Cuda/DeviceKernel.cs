using System.Globalization;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>A kernel of the lowered program, as the rules read it that make a call on a device of it.</summary>
/// <param name="plan">The model.</param>
/// <param name="kernel">The kernel.</param>
/// <param name="packed">The pass's weights for tensor cores.</param>
internal sealed class DeviceKernel(ModelPlan plan, Kernel kernel, PackedWeights packed)
{
    private readonly Value[] _reads = [.. kernel.Reads];
    private readonly Value[] _writes = [.. kernel.Writes];

    /// <summary>
    /// What it does, as rules are named by: the runtime's function without type arguments, with the operation for the object of the layer.
    /// </summary>
    public string Name
    {
        get
        {
            string function = kernel.Function.Split('<')[0];
            return function.StartsWith("...", StringComparison.Ordinal) ? $"LayerNorm{function.Substring(2)}"
                : function.StartsWith("..", StringComparison.Ordinal) ? $"BatchNorm{function.Substring(1)}"
                : function.StartsWith(".", StringComparison.Ordinal) ? Family + function
                : function;
        }
    }

    /// <summary>The declared batch.</summary>
    public int Batch => plan.Declaration.Batch;

    /// <summary>The activation that it applies; its last type argument, which may have an argument itself.</summary>
    public string Activation
    {
        get
        {
            string function = kernel.Function;
            int first = Math.Max(function.IndexOf('<'), function.LastIndexOf(',')) + 1;
            return function.Substring(first, function.Length - 1 - first).Trim();
        }
    }

    /// <summary>Sizes of a window that slides over an image, as the runtime's constructor has them.</summary>
    public string PoolingWindow =>
        $"PoolingWindow<{Text("new PoolingWindow(").TrimEnd(')')}>";

    /// <summary>The number of a dropout in the network, and its probability, as the runtime's workspace is asked for its stream.</summary>
    public (int Layer, double Probability) Dropout
    {
        get
        {
            string[] arguments = Text("w.Dropout(layer: ").TrimEnd(')').Split(',');
            return (int.Parse(arguments[0], CultureInfo.InvariantCulture), double.Parse(arguments[1], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The layer's operation with weights.</summary>
    public Node Weighted => plan.Graph.Of(kernel.Layer).Single(node => node.Operation is WeightedOperation);

    /// <summary>What that reads.</summary>
    public Shape Input => plan.Graph.InputShape(Weighted);

    /// <summary>Outputs of that: of a convolution, the channels.</summary>
    public int Outputs => Weighted.Shape.Channels;

    /// <summary>The layer's batch normalisation.</summary>
    public Node Norm => First<BatchNorm>();

    /// <summary>The layer's layer normalisation.</summary>
    public Node LayerNorm => First<LayerNorm>();

    /// <summary>The layer.</summary>
    public LayerPlan Layer => plan.Layers.First(layer => layer.Name == kernel.Layer);

    /// <summary>Where quantized weights begin; of a parameter in full precision the values themselves.</summary>
    public string Values(string parameter) => $"n.weights + {Layer.Find(parameter)!.Offset}";

    /// <summary>The bias that a product adds.</summary>
    public string Bias => Layer.Find("bias") is null ? "NoBias{}" : $"Bias{{{Values("bias")}}}";

    /// <summary>How accurate products are.</summary>
    public PrecisionKind Precision => plan.Declaration.Precision?.Kind ?? PrecisionKind.Float32;

    /// <summary>Whether products can read weights as levels.</summary>
    public bool HasLevels(string parameter) => PackedWeights.Has(Layer.Find(parameter)!);

    /// <summary>How sums of levels are scaled.</summary>
    public string LevelScales(string parameter) => PackedWeights.Scales(Layer.Find(parameter)!);

    /// <summary>Where the gradient with respect to a parameter goes.</summary>
    public string Gradient(string parameter) => $"n.gradients + {Layer.Find(parameter)!.Offset}";

    /// <summary>Where a gradient goes: to its parameter, or to a value that is put in order afterwards.</summary>
    public string Target => _writes.Length > 0 ? Write(0) : $"n.gradients + {Parameter.Offset}";

    /// <summary>Weights as an operand of tensor cores, whose columns are outputs.</summary>
    public string ByOutput(string parameter)
    {
        (ParameterPlan weights, int outputs, int inputs, int taps) = Sizes(parameter);
        return packed.Operand(weights, $"ByOutput<{outputs}, {inputs}, {taps}>", lines: outputs, terms: taps * inputs);
    }

    /// <summary>The same whose columns are inputs.</summary>
    public string ByInput(string parameter)
    {
        (ParameterPlan weights, int outputs, int inputs, int taps) = Sizes(parameter);
        return packed.Operand(weights, $"ByInput<{outputs}, {inputs}, {taps}>", lines: inputs, terms: taps * outputs);
    }

    /// <summary>A value that it reads.</summary>
    public string Read(int number) => DeviceValues.Name(_reads[number]);

    /// <summary>A value that it writes.</summary>
    public string Write(int number) => DeviceValues.Name(_writes[number]);

    /// <summary>An argument by its name, as in <c>classes: 10</c>; null where there is none.</summary>
    public string? Named(string name) => kernel.Arguments.OfType<Argument.Text>()
        .Where(text => text.Code.StartsWith($"{name}: ", StringComparison.Ordinal))
        .Select(text => text.Code.Substring(name.Length + 2)).FirstOrDefault();

    /// <summary>Positions of a value that it reads, and the numbers of each; features have one.</summary>
    public (int Positions, int Channels) SizeOfRead(int number) => Size(_reads[number]);

    /// <summary>The same of a value that it writes.</summary>
    public (int Positions, int Channels) SizeOfWrite(int number) => Size(_writes[number]);

    /// <summary>The parameter whose gradient it makes.</summary>
    public ParameterPlan Parameter => Layer.Find(kernel.Arguments.OfType<Argument.ParameterGradient>().Single().Parameter)!;

    /// <summary>The weights of classes in the loss.</summary>
    public string ClassWeights => plan.Loss.Weight is null ? "NoClassWeights{}" : $"ClassWeights{{{CudaStepEmitter.ClassWeights}}}";

    /// <summary>A call by each sample.</summary>
    public DeviceCall BySample(string code) => new(code, Batch, IsBySample: true);

    /// <summary>A call by a thread for each of some elements.</summary>
    public static DeviceCall ByElement(string code, long elements) =>
        new(code, (int)((elements + DeviceConstants.Threads - 1) / DeviceConstants.Threads));

    /// <summary>A call by a block for each tile of a product.</summary>
    public static DeviceCall ByTile(string code, int rows, int columns, int times = 1) => new(code, times * Tiles(rows, columns));

    private static (int Positions, int Channels) Size(Value value) => value.Layout switch
    {
        SequenceLayout sequence => (sequence.Length, sequence.Features),
        FeatureLayout features => (1, features.Features),
        ImageLayout image => (image.Height * image.Width, image.Channels), // of one pixel, as a rule
        _ => throw new InvalidOperationException($"{value.Name} has no positions."),
    };

    private (ParameterPlan Weights, int Outputs, int Inputs, int Taps) Sizes(string parameter)
    {
        ParameterPlan weights = Layer.Find(parameter)!;
        (int outputs, int inputs) = (weights.Shape[0], weights.Shape[1]);
        return (weights, outputs, inputs, weights.Count / outputs / inputs);
    }

    /// <summary>What rules for the layer's operation with weights are named by: convolutions are alike, but for those in groups.</summary>
    private string Family => Weighted.Operation switch
    {
        Convolution { Groups: 1 } => "Convolution",
        Convolution => "GroupedConvolution",
        Operation operation => operation.GetType().Name,
    };

    private Node First<TOperation>() => plan.Graph.Of(kernel.Layer).First(node => node.Operation is TOperation);

    /// <summary>What follows in the argument that begins so.</summary>
    private string Text(string beginning) => kernel.Arguments.OfType<Argument.Text>().Select(text => text.Code)
        .Single(code => code.StartsWith(beginning, StringComparison.Ordinal)).Substring(beginning.Length);

    private static int Tiles(int rows, int columns) =>
        (rows + DeviceConstants.TileRows - 1) / DeviceConstants.TileRows
        * ((columns + DeviceConstants.TileColumns - 1) / DeviceConstants.TileColumns);
}
