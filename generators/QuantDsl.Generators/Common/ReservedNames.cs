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
        "Assess", "BacktrackStep", "Create", "Dispose", "Evaluate", "Fit", "Info", "Layers", "LearningRate", "Load", "Predict", "Save",
        "Step", "ZigZag",
        "CpuUpdate", "CudaCode", "CudaSource", "Diagnose", "Differentiate", "Forward", "ParameterTable", "TakeBacktrackStep", "TakeStep",
        "UpdateRecipe",
        "_layers", "_store", "_tape", "_zigzag",
    ];

    private static readonly HashSet<string> Types =
    [
        "Accuracy", "Adam", "AdamStep", "AlternatingSolver", "BestState", "BinaryClosedForm", "Bits3", "Bits4", "Bits5", "Bits6", "Bits7",
        "Bits8", "Checkpoint", "CpuEngine", "CudaProgram", "CudaSolver", "Dataset", "Device", "DeviceEngine", "Diagnosis", "Divergence",
        "DropoutMask", "Evaluation", "ExactSolver", "FitOptions", "ForwardPass", "FullPrecisionParameter", "GradientTape", "Gradients",
        "IDisposable", "IParameterTable", "IParameterVisitor", "IQuantModel", "IReadOnlyList", "IUpdateRecipe", "Layer", "Layouts",
        "LinearGrid", "LogarithmicGrid", "Losses", "Math", "MeasuresNothing", "MeasuresZigZag", "Minibatches", "ModelFile",
        "ModelFileException", "ModelInfo", "ParameterStore", "PerRow", "PerTensor", "Scalars", "StepInput", "StepLoss", "Tensor",
        "TernaryGrid", "TokenIds", "TrainingDivergedException", "TrainingPhase", "TrainingReport", "TrainingSession", "TwoScaleGrid",
        "UpdateKind", "ZigZagMeasures", "ZigZagMeter", "enable_grad", "functional", "no_grad",
    ];

    /// <summary>Numbers of type parameters of those among <see cref="Types"/> that have any.</summary>
    private static readonly Dictionary<string, int> Arities = new()
    {
        ["Adam"] = 1,
        ["AlternatingSolver"] = 1,
        ["CpuEngine"] = 3,
        ["ExactSolver"] = 1,
        ["IQuantModel"] = 1,
        ["IReadOnlyList"] = 1,
        ["LinearGrid"] = 1,
        ["LogarithmicGrid"] = 1,
        ["PerRow"] = 1,
        ["PerTensor"] = 1,
    };

    /// <summary>Parameters and locals of the method that names every layer, and the discard.</summary>
    private static readonly HashSet<string> Locals = ["diagnosis", "input", "pass", "_"];

    /// <summary>Members that are numbered or named after layers.</summary>
    private static readonly Regex Numbered = new("^(Size[0-9]+|_mask.*)$", RegexOptions.CultureInvariant);

    /// <summary>The names that are spelt out and used outside a method.</summary>
    public static IEnumerable<string> Listed => Members.Concat(Types);

    /// <summary>Types that generated code names by these words alone.</summary>
    public static IReadOnlyList<(string Name, int Arity)> Hideable { get; } =
        [.. Types.Select(name => (name, Arities.TryGetValue(name, out int arity) ? arity : 0))];

    public static bool Contains(string name) =>
        Members.Contains(name) || Types.Contains(name) || Locals.Contains(name) || Numbered.IsMatch(name);
}
