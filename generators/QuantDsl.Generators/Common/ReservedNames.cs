using System.Text.RegularExpressions;

namespace QuantDsl.Generators.Common;

/// <summary>
/// Names that generated code uses inside the user's class: its members, what it calls, and the locals beside which it names layers.
/// A layer or a model of such a name would hide them. A test derives the list from what is generated.
/// </summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> Members =
    [
        "Assess", "BacktrackStep", "ClassNames", "Classify", "ClassifyPixels", "Create", "Dispose", "Evaluate", "Export", "ExportOnnx",
        "Fit", "Info", "Layers", "LearningRate", "Load", "NewState", "Packed", "Predict", "PredictPixels", "Save", "Step", "ZigZag",
        "CpuUpdate", "CreateNetwork", "CreatePackedNetwork", "CudaCode", "CudaSource", "Diagnose", "Differentiate", "Forward",
        "LoweredNetwork", "NetworkOnCpu", "PackedNetwork", "PackedTensors", "ParameterTable", "TakeBacktrackStep", "TakeStep", "TakeSteps",
        "TorchTape", "UpdateRecipe", "WriteOnnx",
        "_layers", "_network", "_store", "_tape", "_zigzag",
    ];

    private static readonly HashSet<string> Types =
    [
        "Accuracy", "Activation", "Adam", "AdamStep", "Addition", "AlternatingSolver", "ArgumentException", "AveragePooling",
        "BatchNormalization", "BatchShards", "BestState", "BinaryClosedForm", "BinaryRows", "BinaryWeights", "Bits2", "Bits3", "Bits4",
        "Bits5", "Bits6", "Bits7", "Bits8", "Border", "ByteAddress", "Checkpoint", "Classification", "Concatenation", "Convolution",
        "ConvolutionShape", "CpuEngine", "CpuNetwork", "CpuTraining", "CudaProgram", "CudaSolver", "Dataset", "DepthwiseConvolution",
        "DescribedLayer", "Device", "DeviceEngine", "Diagnosis", "Divergence", "Dropout", "DropoutMask", "EmbeddingTable", "Evaluation",
        "ExactSolver", "FitOptions", "Flattening", "FloatAddress", "FloatWeights", "ForwardPass", "FullPrecisionParameter", "Gelu",
        "GlobalAveragePooling", "GradientTape", "Gradients", "GruLayer", "HardSwish", "IConstant", "IDisposable", "ILanes", "ILoop",
        "IParameterTable", "IParameterVisitor", "IQuantModel", "IReadOnlyList", "IUpdateRecipe", "Identity", "ImageBatch", "Lanes16",
        "Lanes4", "Lanes8", "Layer", "LayerNormalization", "LeakyRelu", "LevelGrid", "LevelRows", "LevelWeights", "LinearGrid",
        "LinearLayer", "LogarithmicGrid", "LookUpBinary", "LookUpBinaryRows", "Losses", "LstmLayer", "Math", "MaxPooling",
        "MeanCrossEntropy", "MeanSquaredHinge", "MeasuresNothing", "MeasuresZigZag", "MinibatchLoss", "Minibatches", "ModelExport",
        "ModelFile", "ModelFileException", "ModelInfo", "NetworkInput", "NetworkMemory", "NetworkPlan", "NoValues", "NotSupportedException",
        "OnnxFile", "OnnxGraph", "OnnxOptions", "OnnxValue", "PackedBytes", "PackedModel", "PackedParameters", "PackedPlace",
        "PackedTensor", "ParameterStore", "PerRow", "PerTensor", "PoolingWindow", "Positions", "PredictionNetwork", "ReadOnlySpan",
        "RecurrentState", "Relu", "Scalars", "Sigmoid", "SignedWeights", "Silu", "Span", "StepInput", "StepLoss", "Stream", "Tanh",
        "Tensor", "TensorBatch", "TensorSpans", "TernaryGrid", "TokenIds", "TokenVectors", "TrainingDivergedException", "TrainingPhase",
        "TrainingReport", "TrainingSession", "TwoScaleGrid", "UnitRange", "UpdateKind", "ValuePerColumn", "VectorWidth", "Workspace",
        "ZigZagMeasures", "ZigZagMeter", "enable_grad", "functional", "no_grad",
    ];

    /// <summary>Numbers of type parameters of those among <see cref="Types"/> that have any.</summary>
    private static readonly Dictionary<string, int[]> Arities = new()
    {
        ["Adam"] = [1],
        ["AlternatingSolver"] = [1],
        ["BatchNormalization"] = [1],
        ["Convolution"] = [3],
        ["CpuEngine"] = [0, 3],
        ["CpuNetwork"] = [0, 1],
        ["EmbeddingTable"] = [1],
        ["DepthwiseConvolution"] = [2],
        ["ExactSolver"] = [1],
        ["GruLayer"] = [2],
        ["ILanes"] = [1],
        ["ILoop"] = [1],
        ["IQuantModel"] = [1],
        ["IReadOnlyList"] = [1],
        ["LayerNormalization"] = [1],
        ["LeakyRelu"] = [1],
        ["LevelRows"] = [1],
        ["LevelWeights"] = [1],
        ["LinearGrid"] = [1],
        ["LinearLayer"] = [3],
        ["LogarithmicGrid"] = [1],
        ["LstmLayer"] = [2],
        ["PerRow"] = [1],
        ["PerTensor"] = [1],
        ["PredictionNetwork"] = [0, 1],
        ["ReadOnlySpan"] = [1],
        ["Span"] = [1],
    };

    /// <summary>Parameters and locals of the methods that name every layer, and the discard.</summary>
    private static readonly HashSet<string> Locals = ["diagnosis", "graph", "input", "pass", "_"];

    /// <summary>Members that are numbered or named after layers.</summary>
    private static readonly Regex Numbered = new("^(Size[0-9]+(x[0-9]+)?|_mask.*)$", RegexOptions.CultureInvariant);

    /// <summary>The names that are spelt out and used outside a method.</summary>
    public static IEnumerable<string> Listed => Members.Concat(Types);

    /// <summary>Types that generated code names by these words alone.</summary>
    public static IReadOnlyList<(string Name, int Arity)> Hideable { get; } =
        [.. Types.SelectMany(name => (Arities.TryGetValue(name, out int[]? arities) ? arities : [0]).Select(arity => (name, arity)))];

    public static bool Contains(string name) =>
        Members.Contains(name) || Types.Contains(name) || Locals.Contains(name) || Numbered.IsMatch(name);
}
