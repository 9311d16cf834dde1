namespace QuantDsl.Tests.Reference;

/// <summary>
/// Numbers as labels, for which the class of a sample stands: so minibatches are drawn alike for all losses, and inputs have to do with
/// labels.
/// </summary>
public static class NumberLabels
{
    private static readonly float[] Sides = [0, 1, 0.25f];

    /// <summary>What an output should be.</summary>
    public static float Of(LabelKind kind, int label, int output) => kind == LabelKind.Numbers
        ? (float)(1.5 * Math.Sin(1 + (3 * label) + output))
        : Sides[(label + output) % Sides.Length];

    /// <summary>The labels of samples, row-major.</summary>
    public static float[] Of(ModelInfo model, IEnumerable<int> labels) =>
        [.. labels.SelectMany(label => Enumerable.Range(0, model.Classes).Select(output => Of(model.Labels, label, output)))];
}
