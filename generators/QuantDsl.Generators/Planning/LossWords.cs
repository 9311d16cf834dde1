using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>A loss in generated code: as a kernel and in an evaluation.</summary>
internal static class LossWords
{
    /// <summary>The member that has the weights of the classes.</summary>
    public const string ClassWeights = "ClassWeights";

    /// <summary>The kernel of a training pass.</summary>
    public static LossKernel Kernel(this LossDeclaration loss) => loss.Kind switch
    {
        LossKind.Mse or LossKind.BceWithLogits => new($"{loss.Kind}", "MeanOfNumbers", []),
        LossKind.Huber => new("Huber", "MeanOfNumbers", [$"delta: {Literals.Float(loss.Delta)}"]),
        LossKind.CrossEntropy when !loss.IsPlain => new(
            "WeightedCrossEntropy", "MeanOfWeightedCrossEntropy", [$"smoothing: {Literals.Float(loss.LabelSmoothing)}"]),
        _ => new($"{loss.Kind}"),
    };

    /// <summary>An evaluation on the CPU: the method's type argument and arguments.</summary>
    public static string Assess(this LossDeclaration loss) => loss switch
    {
        { Kind: LossKind.Huber } => $"Assess(data, new MeanHuber(delta: {Literals.Float(loss.Delta)}))",
        { IsPlain: false } => $"Assess(data, new MeanWeightedCrossEntropy({Settings(loss)}))",
        _ => $"Assess<Mean{loss.Kind}>(data)",
    };

    /// <summary>For the recipe.</summary>
    public static string Words(this LossDeclaration loss) => loss.Kind switch
    {
        LossKind.Mse => "mean squared error",
        LossKind.Huber => $"Huber, delta {Short(loss.Delta)}",
        LossKind.BceWithLogits => "binary cross-entropy",
        LossKind.CrossEntropy => "cross-entropy"
            + (loss.LabelSmoothing == 0 ? "" : $", label smoothing {Short(loss.LabelSmoothing)}")
            + (loss.Weight is { } weights ? $", class weights {string.Join(" ", weights.Select(Short))}" : ""),
        _ => "squared hinge",
    };

    private static string Settings(LossDeclaration loss) =>
        $"smoothing: {Literals.Float(loss.LabelSmoothing)}" + (loss.Weight is null ? "" : $", {ClassWeights}");

    private static string Short(double value) => Literals.Float(value).TrimEnd('f');
}
