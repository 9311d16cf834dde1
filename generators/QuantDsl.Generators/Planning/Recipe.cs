using System.Globalization;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>
/// What decides how a model trains, in words: <c>ModelInfo.Recipe</c>, by which checkpoints are compared. Names and texts are kept in
/// files, so they stay as they are; a new entry makes older checkpoints refused.
/// </summary>
internal static class Recipe
{
    /// <summary>The entries, in the order in which differences are named.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ModelPlan plan)
    {
        ModelDeclaration model = plan.Declaration;
        BacktrackDeclaration backtrack = model.Backtrack ?? BacktrackDeclaration.Default;
        yield return ("loss", plan.Loss.Words());
        yield return ("batch size", Number(model.Batch));
        yield return ("period of backtracking", Number(model.Backtrack?.Period ?? 0));
        yield return ("blend", Number(backtrack.Blend));
        yield return ("use of the trial's moments", backtrack.DiscardTrialMoments ? "discarded" : "blended");
        yield return ("β₁ of Adam", Number(model.Adam.Beta1));
        yield return ("β₂ of Adam", Number(model.Adam.Beta2));
        yield return ("ε of Adam", Number(model.Adam.Epsilon));
        yield return ("learning rate at the start", Number((float)model.Adam.LearningRate));
        yield return ("learning-rate decay", plan.Schedule.Words);
        yield return ("weight decay", model.Adam.WeightDecay is > 0 and var decay ? Number(decay) : "none");
        yield return ("gradient clip", model.GradientClip is { } clip ? Number(clip.Bound) : "none");
        foreach (LayerPlan layer in plan.Layers)
        {
            yield return ($"bias of {layer.Name}", layer.Find("bias") is null ? "no" : "yes");
            if (BatchNorm(layer) is { } norm)
                yield return ($"batch-norm momentum of {layer.Name}", Number(norm.Momentum));
        }
    }

    /// <summary>The layer's batch normalisation, if it has one.</summary>
    public static BatchNorm? BatchNorm(LayerPlan layer) =>
        layer.Declaration.Operations.Select(use => use.Operation).OfType<BatchNorm>().FirstOrDefault();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(float value) => Literals.Float(value).TrimEnd('f');

    private static string Number(double value) => Literals.Number(value);
}
