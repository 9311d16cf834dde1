using System.Globalization;

namespace QuantDsl.Import;

/// <summary>What two models have to have in common for one to take over the weights of the other.</summary>
internal static class Architecture
{
    /// <summary>The first difference in words; null if there is none.</summary>
    /// <param name="model">A model.</param>
    /// <param name="arrays">Its arrays.</param>
    /// <param name="other">The other.</param>
    /// <param name="otherArrays">Its arrays.</param>
    public static string? FirstDifference(
        ModelInfo model, IReadOnlyList<ImportTarget> arrays, ModelInfo other, IReadOnlyList<ImportTarget> otherArrays)
    {
        foreach ((string what, string here, string there) in Facts(model, arrays).Zip(
            Facts(other, otherArrays), (left, right) => (left.What, left.Value, right.Value)))
        {
            if (here != there)
                return $"{what} {here} in {model.Name}, but {there} in {other.Name}";
        }
        return null;
    }

    /// <summary>As many for all models until the first difference.</summary>
    private static IEnumerable<(string What, string Value)> Facts(ModelInfo model, IReadOnlyList<ImportTarget> arrays)
    {
        yield return ("the input shape is", string.Join('×', model.InputShape));
        yield return ("the vocabulary is", model.Vocabulary?.ToString(CultureInfo.InvariantCulture) ?? "none");
        yield return ("the layers are", string.Join(", ", model.Layers.Select(layer => layer.Name)));
        for (int index = 0; index < model.Layers.Count; index++)
        {
            LayerInfo layer = model.Layers[index];
            yield return ($"{layer.Name} is", layer.Operations);
            yield return ($"the weights of {layer.Name} are", string.Join('×', layer.WeightShape));
            yield return ($"ε of {layer.Name} is", layer.BatchNormEpsilon?.ToString("R", CultureInfo.InvariantCulture) ?? "none");
            yield return ($"{layer.Name} has", string.Join(", ", arrays.Where(array => array.Layer == index).Select(array => array.Name)));
        }
    }
}
