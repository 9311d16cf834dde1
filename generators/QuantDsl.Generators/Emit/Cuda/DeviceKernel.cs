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
    private const int Threads = 256;
    private const int TileRows = 64; // of Products.cuh
    private const int TileColumns = 32;

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
                : function.StartsWith(".", StringComparison.Ordinal) ? Weighted.Operation.GetType().Name + function
                : function;
        }
    }

    /// <summary>The declared batch.</summary>
    public int Batch => plan.Declaration.Batch;

    /// <summary>The activation that it applies; its last type argument.</summary>
    public string Activation => kernel.Function.TrimEnd('>').Split('<', ',').Last().Trim();

    /// <summary>Sizes of a window that slides over an image, as the runtime's constructor has them.</summary>
    public string PoolingWindow =>
        kernel.Arguments.OfType<Argument.Text>().Select(text => text.Code)
            .Single(code => code.StartsWith("new PoolingWindow", StringComparison.Ordinal))
            .Replace("new PoolingWindow(", "PoolingWindow<").Replace(")", ">");

    /// <summary>The layer's operation with weights.</summary>
    public Node Weighted => plan.Graph.Of(kernel.Layer).Single(node => node.Operation is WeightedOperation);

    /// <summary>What that reads.</summary>
    public Shape Input => plan.Graph.InputShape(Weighted);

    /// <summary>Outputs of that: of a convolution, the channels.</summary>
    public int Outputs => Weighted.Shape.Channels;

    /// <summary>The layer's batch normalisation.</summary>
    public Node Norm => plan.Graph.Of(kernel.Layer).First(node => node.Operation is BatchNorm);

    /// <summary>The layer.</summary>
    public LayerPlan Layer => plan.Layers.First(layer => layer.Name == kernel.Layer);

    /// <summary>Where quantized weights begin; of a parameter in full precision the values themselves.</summary>
    public string Values(string parameter) => $"n.weights + {Layer.Find(parameter)!.Offset}";

    /// <summary>The bias that a product adds.</summary>
    public string Bias => Layer.Find("bias") is null ? "NoBias{}" : $"Bias{{{Values("bias")}}}";

    /// <summary>How accurate products are.</summary>
    public PrecisionKind Precision => plan.Declaration.Precision?.Kind ?? PrecisionKind.Float32;

    /// <summary>Whether products can read the weights as levels.</summary>
    public bool HasLevels => PackedWeights.Has(Weights);

    /// <summary>How sums of levels are scaled.</summary>
    public string LevelScales => PackedWeights.Scales(Weights);

    private ParameterPlan Weights => Layer.Find("weight")!;

    /// <summary>Where the gradient with respect to a parameter goes.</summary>
    public string Gradient(string parameter) => $"n.gradients + {Layer.Find(parameter)!.Offset}";

    /// <summary>Where ∂W goes: to its parameter, or to a value that is put in order afterwards.</summary>
    public string Target => _writes.Length > 0 ? Write(0) : Gradient(
        kernel.Arguments.OfType<Argument.ParameterGradient>().Single().Parameter);

    /// <summary>The weights as an operand of tensor cores.</summary>
    /// <param name="order">Whose they are: <c>ByOutput</c>, or <c>ByInput</c>.</param>
    /// <param name="lines">How many those are.</param>
    /// <param name="others">How many inputs or outputs each meets.</param>
    /// <param name="taps">How often.</param>
    public string Packed(string order, int lines, int others, int taps) =>
        packed.Operand(Weights, $"{order}<{Outputs}, {Input.Channels}, {taps}>", lines, taps * others);

    /// <summary>A value that it reads.</summary>
    public string Read(int number) => DeviceValues.Name(_reads[number]);

    /// <summary>A value that it writes.</summary>
    public string Write(int number) => DeviceValues.Name(_writes[number]);

    /// <summary>An argument by its name, as in <c>classes: 10</c>; null where there is none.</summary>
    public string? Named(string name) => kernel.Arguments.OfType<Argument.Text>()
        .Where(text => text.Code.StartsWith($"{name}: ", StringComparison.Ordinal))
        .Select(text => text.Code.Substring(name.Length + 2)).FirstOrDefault();

    /// <summary>A call by each sample.</summary>
    public DeviceCall BySample(string code) => new(code, Batch);

    /// <summary>A call by a thread for each of some elements.</summary>
    public static DeviceCall ByElement(string code, long elements) => new(code, (int)((elements + Threads - 1) / Threads));

    /// <summary>A call by a block for each tile of a product.</summary>
    public static DeviceCall ByTile(string code, int rows, int columns, int times = 1) => new(code, times * Tiles(rows, columns));

    private static int Tiles(int rows, int columns) => (rows + TileRows - 1) / TileRows * ((columns + TileColumns - 1) / TileColumns);
}
