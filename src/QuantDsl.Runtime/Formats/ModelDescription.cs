using System.Globalization;

namespace QuantDsl.Formats;

/// <summary>
/// What a model file says of the model it holds, in the order in which differences are named: all that its predictions depend on beside its
/// tensors.
/// </summary>
internal static class ModelDescription
{
    private const string Prefix = "quantdsl.";
    private const string Run = Prefix + "run.";
    private const string Epsilon = "batch_norm_epsilon";
    private const string Momentum = "batch_norm_momentum";

    /// <summary>The key of the name of the model's class.</summary>
    public const string ModelKey = Prefix + "model";

    public static IEnumerable<(string Key, string Value)> Of(ModelInfo model)
    {
        yield return (ModelKey, model.Name);
        yield return ($"{Prefix}input", string.Join('×', model.InputShape));
        yield return ($"{Prefix}classes", model.Classes.ToString(CultureInfo.InvariantCulture));
        yield return ($"{Prefix}layers", Names(model));
        foreach (LayerInfo layer in model.Layers)
        {
            yield return ($"{Prefix}layer.{layer.Name}.operations", layer.Operations);
            yield return ($"{Prefix}layer.{layer.Name}.weights", string.Join('×', layer.WeightShape));
            yield return ($"{Prefix}layer.{layer.Name}.quantizer", layer.Quantizer);
            if (layer.BatchNormEpsilon is { } epsilon)
                yield return ($"{Prefix}layer.{layer.Name}.{Epsilon}", epsilon.ToString("R", CultureInfo.InvariantCulture));
            if (model.Recipe.FirstOrDefault(entry => entry.Key == $"batch-norm momentum of {layer.Name}") is { Value: { } momentum })
                yield return ($"{Prefix}layer.{layer.Name}.{Momentum}", momentum);
        }
    }

    private static string Names(ModelInfo model)
    {
        string[] names = new string[model.Layers.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = model.Layers[i].Name;
        return string.Join(", ", names);
    }

    /// <summary>The key of a fact of a training run.</summary>
    public static string RunKey(string words) => Run + words;

    /// <summary>Whether files of earlier versions lack the key, so that nobody can tell what they would say.</summary>
    public static bool IsNew(string key) => key.EndsWith("." + Epsilon, StringComparison.Ordinal);

    /// <summary>Whether files of earlier versions may lack the key: predictions do not depend on it, only how training goes on.</summary>
    public static bool IsOptional(string key) => key.EndsWith("." + Momentum, StringComparison.Ordinal);

    /// <summary>A key in the words of a message.</summary>
    public static string Words(string key) => key.StartsWith(Run, StringComparison.Ordinal)
        ? $"the {key[Run.Length..]}"
        : key[Prefix.Length..] switch
        {
            "model" => "the model's name",
            "input" => "the input shape",
            "classes" => "the number of classes",
            "layers" => "the list of layers",
            var layer => layer.Split('.') is [_, var name, var what] ? $"the {OfLayer(what)} of {name}" : layer,
        };

    private static string OfLayer(string what) => what switch
    {
        Epsilon => "batch-norm ε",
        Momentum => "batch-norm momentum",
        _ => what,
    };
}
