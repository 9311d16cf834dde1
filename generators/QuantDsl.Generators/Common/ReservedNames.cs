namespace QuantDsl.Generators.Common;

/// <summary>
/// Names that generated code declares in the user's class, and the locals beside which it names layers. A layer, a model or another member
/// of such a name would be declared twice. A test derives the list from what is generated.
/// </summary>
internal static class ReservedNames
{
    /// <summary>Properties, fields and nested types.</summary>
    private static readonly HashSet<string> Values =
    [
        "ClassNames", "ClassWeights", "Info", "Layers", "LearningRate", "Packed", "ZigZag",
        "CpuUpdate", "CudaCode", "CudaSource", "CudaStep", "CudaStepSource", "LoweredNetwork", "NetworkOnCpu", "NetworkOnCuda",
        "PackedTensors", "ParameterTable", "UpdateRecipe",
        "_layers", "_network", "_store", "_zigzag",
    ];

    /// <summary>Methods and the constructor, with the types of their parameters: others of the same name are the user's to write.</summary>
    private static readonly HashSet<string> Signatures =
    [
        ".ctor(Device, long)", "Create(Device, long)", "Load(string, Device)", "LoadCheckpoint(string, Device)",
        "LoadWeights(string, IReadOnlyDictionary<string, string>, Device)", "Read(Device, Action<ParameterStore>)",
        "Save(string)", "Save(string, Dataset)", "Export(string, Dataset)", "ExportOnnx(string, OnnxOptions)", "WriteOnnx(OnnxGraph)",
        "Dispose()", "PredictAll(Dataset)",
        "Fit(Dataset, Dataset, FitOptions)", "Evaluate(Dataset)", "Assess(Dataset)", "NewState(int)",
        "Predict(Tensor)", "Predict(ReadOnlySpan<float>, Span<float>)", "Predict(ReadOnlySpan<int>, Span<float>)",
        "Predict(ReadOnlySpan<float>, Span<float>, RecurrentState)", "Predict(ReadOnlySpan<int>, Span<float>, RecurrentState)",
        "Classify(ReadOnlySpan<float>)", "Classify(ReadOnlySpan<int>)", "ClassifyPixels(ReadOnlySpan<byte>)",
        "ClassifyRow(ReadOnlySpan<float>)", "ClassifyImage(string)", "ClassifyImage(ReadOnlySpan<byte>)", "ClassifyImages(string)",
        "Step(Tensor, Tensor)", "Step(ReadOnlySpan<float>, ReadOnlySpan<int>)", "Step(ReadOnlySpan<int>, ReadOnlySpan<int>)",
        "Step(ReadOnlySpan<float>, ReadOnlySpan<float>)", "Step(ReadOnlySpan<int>, ReadOnlySpan<float>)",
        "BacktrackStep(Tensor, Tensor)", "BacktrackStep(ReadOnlySpan<float>, ReadOnlySpan<int>)",
        "BacktrackStep(ReadOnlySpan<int>, ReadOnlySpan<int>)", "BacktrackStep(ReadOnlySpan<float>, ReadOnlySpan<float>)",
        "BacktrackStep(ReadOnlySpan<int>, ReadOnlySpan<float>)",
        "CreateNetwork(NetworkMemory)", "TakeStep(CpuTraining, NetworkInput, NetworkLabels)",
        "TakeBacktrackStep(CpuTraining, NetworkInput, NetworkLabels)",
        "TakeSteps(Minibatches, TrainingPhase, TrainingSession, Checkpoint)",
    ];

    private static readonly HashSet<string> Methods = [.. Signatures.Select(signature => signature.Substring(0, signature.IndexOf('(')))];

    /// <summary>Parameters and locals of the methods that name every layer, and the discard.</summary>
    private static readonly HashSet<string> Locals = ["graph", "input", "_"];

    /// <summary>All that are spelt out: names, and methods with the types of their parameters.</summary>
    public static IEnumerable<string> Listed => Values.Concat(Signatures);

    /// <summary>Whether a layer or a model cannot be called so.</summary>
    public static bool Contains(string name) => IsMember(name) || Locals.Contains(name);

    /// <summary>Whether generated code declares a member of this name.</summary>
    public static bool IsMember(string name) => IsValue(name) || Methods.Contains(name);

    /// <summary>Whether generated code declares a method with such parameters, for example <c>Load(string, Device)</c>.</summary>
    public static bool IsMethod(string signature) => Signatures.Contains(signature);

    /// <summary>Whether generated code declares a member of this name that is no method.</summary>
    public static bool IsValue(string name) => Values.Contains(name);
}
