using System.Text.RegularExpressions;

namespace QuantDsl.Generators.Checks;

/// <summary>
/// Names that generated code uses inside the user's class: its members, what it calls, and the locals beside which it names layers.
/// A layer or a model of such a name would hide them. A test derives the list from what is generated.
/// </summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> Members =
    [
        "Assess", "BacktrackStep", "Create", "Dispose", "Evaluate", "Fit", "Info", "Layers", "LearningRate", "Load", "Predict", "Save", "Step", "ZigZag",
        "AddMagnitudes", "Advance", "AdvanceAlone", "AdvanceFullPrecision", "AdvanceTiles", "AlternateSide", "ConcludeZigZag", "CudaCode", "CudaSource", "Curvature", "Diagnose",
        "Differentiate", "FindLevels", "Forward", "ListSides", "MeasureGradient", "MeasureMove", "Move", "MoveMeasured",
        "Quantize", "Solve", "SolveSide", "StepBack", "StepForward", "TakeBacktrackStep", "TakeStep", "TurnSide", "Update", "WeightedMean", "Write",
        "WriteTiles", "_check", "_cuda", "_layers", "_store", "_tape", "_update", "_zigzag",
    ];

    private static readonly HashSet<string> Types =
    [
        "Accuracy", "AdamStep", "BestState", "Checkpoint", "CudaProgram", "CudaUpdate", "Dataset", "Device", "Diagnosis", "Divergence", "DivergenceCheck", "DropoutMask",
        "Evaluation", "ExactSolver", "FitOptions", "ForwardPass", "GradientTape", "Gradients", "IDisposable", "IQuantModel", "IReadOnlyList", "ITileWork", "Lanes", "Layer", "Layouts",
        "Losses", "Math", "MemoryMarshal", "Minibatches", "ModelFile", "ModelFileException", "ModelInfo", "ParameterStore", "ReadOnlySpan", "ScaleWindow",
        "Span", "StepInput", "StepLoss", "Tensor", "Tile", "TileList", "TiledUpdate", "TokenIds", "TrainingDivergedException", "TrainingReport", "TrainingSession",
        "TrainingStage", "UpdateStage", "Vector512", "ZigZagMeasures", "ZigZagMeter", "ZigZagSums", "enable_grad", "functional", "no_grad",
    ];

    /// <summary>Those among <see cref="Types"/> that have a type parameter.</summary>
    private static readonly HashSet<string> Generic = ["IQuantModel", "IReadOnlyList", "ReadOnlySpan", "Span"];

    /// <summary>Parameters and locals of the method that names every layer, and the discard.</summary>
    private static readonly HashSet<string> Locals = ["diagnosis", "input", "pass", "_"];

    /// <summary>Members that are numbered or named after quantizers and layers.</summary>
    private static readonly Regex Numbered = new(
        "^(Size[0-9]+|_mask.*|(Advance|Alternate|Compare|Quantize|Solve|Sort|Turn|Write)(Binary|Ternary|ExactTernary|TwoScale|ExactTwoScale|(Linear|Logarithmic)[2-8]Bit)(Rows)?)$",
        RegexOptions.CultureInvariant);

    /// <summary>The names that are spelt out and used outside a method.</summary>
    public static IEnumerable<string> Listed => Members.Concat(Types);

    /// <summary>Types that generated code names by these words alone.</summary>
    public static IReadOnlyList<(string Name, int Arity)> Hideable { get; } = [.. Types.Select(name => (name, Generic.Contains(name) ? 1 : 0))];

    public static bool Contains(string name) =>
        Members.Contains(name) || Types.Contains(name) || Locals.Contains(name) || Numbered.IsMatch(name);
}
