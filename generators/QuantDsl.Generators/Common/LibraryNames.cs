namespace QuantDsl.Generators.Common;

/// <summary>
/// The names of the library and the framework that emitters write by their last word, and where they belong. A test derives them from what
/// is generated.
/// </summary>
internal static class LibraryNames
{
    private static readonly Dictionary<string, string> Places = Of(
        ("System",
            "Action ArgumentException ArgumentOutOfRangeException Exception InvalidOperationException "
            + "NotSupportedException ReadOnlySpan Span"),
        ("System.IO", "IOException Stream"),
        ("System.Collections.Generic", "IEnumerable IReadOnlyDictionary IReadOnlyList"),
        ("System.Runtime.CompilerServices", "ModuleInitializer OverloadResolutionPriority"),
        ("TorchSharp.torch", "Device Tensor"),
        ("QuantDsl",
            "Classification ClassifiedImage Dataset DatasetException Evaluation FitOptions IQuantModel LabelKind Layer "
            + "Minibatches ModelFileException ModelInfo OnnxOptions PackedModel PredictedData RecurrentState TorchLibrary "
            + "TrainingDivergedException TrainingPhase TrainingReport ZigZagMeasures"),
        ("QuantDsl.CompilerServices",
            "Activation Adam AdamStep Addition AlternatingSolver AveragePooling BatchNormalization BatchShards "
            + "BestState BinaryClosedForm BinaryRows BinaryWeights Bits2 Bits3 Bits4 Bits5 Bits6 Bits7 Bits8 Border "
            + "ByteAddress Checkpoint Classifier CodedLevelRows CodedLevels CodedValues Concatenation Convolution "
            + "ConvolutionShape CosineCurve CpuEngine CpuNetwork CpuTraining CudaNetwork CudaProgram CudaRun CudaSolver CudaTraining "
            + "DepthwiseConvolution DescribedLayer DeviceEngine Dropout EmbeddingTable "
            + "ExactSolver ExponentialCurve Flattening FloatAddress FloatWeights ForwardPass FrozenParameter "
            + "FullPrecisionParameter Gelu GlobalAveragePooling Gradients GroupRun GruLayer HardSwish IConstant "
            + "ILanes ILoop IParameterTable IParameterVisitor IUpdateRecipe Identity ImageBatch Lanes16 Lanes4 Lanes8 "
            + "LayerNormalization LeakyRelu LevelGrid LevelRows LevelWeights LinearGrid LinearLayer LogarithmicGrid "
            + "LookUpRows LookUpTwoScale LookUpWeights LstmLayer "
            + "MaxPooling MeanBceWithLogits MeanCrossEntropy MeanHuber MeanMse MeanSquaredHinge MeanWeightedCrossEntropy "
            + "MeasuresNothing MeasuresZigZag MinibatchLoss ModelExport ModelFile MultiStepCurve NetworkInput NetworkLabels "
            + "NetworkMemory NetworkPlan NoValues OneCycleCurve OnnxFile OnnxGraph OnnxValue PackedBytes PackedParameters "
            + "PackedPlace PackedTensor ParameterStore PerRow PerTensor PlateauCurve PoolingWindow Positions "
            + "PredictionNetwork Relu Sigmoid SignSums SignedWeights Silu StepDecayCurve StepInput Tanh TensorBatch "
            + "TernaryGrid TernarySums TernaryWeights TokenVectors TrainingSession TrainingTurn "
            + "TwoScaleGrid UnitRange UpdateKind ValuePerColumn VectorWidth WarmupCurve Workspace ZigZagMeter"));

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Places.Keys;

    /// <summary>Whether an identifier would be taken for one of the library's.</summary>
    public static bool Contains(string name) => Places.ContainsKey(name);

    /// <summary>What belongs before a name, such as <c>global::QuantDsl.</c>; null for a name of the user's or of generated code.</summary>
    public static string? Qualifier(string name) => Places.TryGetValue(name, out string? place) ? place : null;

    private static Dictionary<string, string> Of(params (string Place, string Names)[] groups) =>
        groups.SelectMany(group => group.Names.Split(' ').Select(name => (name, group.Place)))
            .ToDictionary(pair => pair.name, pair => $"global::{pair.Place}.", StringComparer.Ordinal);
}
