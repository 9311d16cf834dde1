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
        "BacktrackStep", "Create", "Dispose", "Evaluate", "Fit", "Info", "Layers", "LearningRate", "Load", "Predict", "Save", "Step",
        "Advance", "BacktrackSweep", "Diagnose", "Differentiate", "Forward", "ForwardSweep", "SideScale", "Update", "UpdateFullPrecision",
        "WeightedMean", "_layers", "_leaves", "_sorter", "_store",
    ];

    private static readonly HashSet<string> Types =
    [
        "Accuracy", "AdamStep", "BestState", "Dataset", "Device", "Diagnosis", "Divergence", "DropoutMask",
        "FitOptions", "ForwardPass", "GC", "Gradients", "IDisposable", "IQuantModel", "IReadOnlyList", "Lanes", "Layer", "Losses",
        "Math", "ModelFile", "ModelFileException", "ModelInfo", "ParameterStore", "ReadOnlySpan", "Span", "StepInput", "Tensor",
        "TrainingDivergedException", "TrainingReport", "TrainingSession", "TrainingStage", "UpdateStage", "Vector", "enable_grad",
        "functional", "no_grad",
    ];

    /// <summary>Parameters and locals of the method that names every layer, and the discard.</summary>
    private static readonly HashSet<string> Locals = ["diagnosis", "input", "pass", "_"];

    /// <summary>Members that are numbered or named after quantizers and layers.</summary>
    private static readonly Regex Numbered = new(
        "^(Size[0-9]+|_mask.*|(Update|Quantize|Write)(Binary|Ternary|ExactTernary|TwoScale|ExactTwoScale|(Linear|Logarithmic)[2-8]Bit))$",
        RegexOptions.CultureInvariant);

    /// <summary>The names that are spelt out and used outside a method.</summary>
    public static IEnumerable<string> Listed => Members.Concat(Types);

    public static bool Contains(string name) =>
        Members.Contains(name) || Types.Contains(name) || Locals.Contains(name) || Numbered.IsMatch(name);
}
