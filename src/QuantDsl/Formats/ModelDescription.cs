using System.Globalization;

namespace QuantDsl.Formats;

/// <summary>What a model file says of the model it holds, in the order in which differences are named.</summary>
internal static class ModelDescription
{
    private const string Prefix = "quantdsl.";
    private const string Run = Prefix + "run.";

    public static IEnumerable<(string Key, string Value)> Of(ModelInfo model)
    {
        yield return ($"{Prefix}model", model.Name);
        yield return ($"{Prefix}input", string.Join('×', model.InputShape));
        yield return ($"{Prefix}classes", model.Classes.ToString(CultureInfo.InvariantCulture));
        yield return ($"{Prefix}layers", string.Join(", ", model.Layers.Select(layer => layer.Name)));
        foreach (LayerInfo layer in model.Layers)
        {
            yield return ($"{Prefix}layer.{layer.Name}.operations", layer.Operations);
            yield return ($"{Prefix}layer.{layer.Name}.weights", string.Join('×', layer.WeightShape));
            yield return ($"{Prefix}layer.{layer.Name}.quantizer", layer.Quantizer);
        }
    }

    /// <summary>The key of a fact of a training run.</summary>
    public static string RunKey(string words) => Run + words;

    /// <summary>A key in the words of a message.</summary>
    public static string Words(string key) => key.StartsWith(Run, StringComparison.Ordinal) ? $"the {key[Run.Length..]}" : key[Prefix.Length..] switch
    {
        "model" => "the model's name",
        "input" => "the input shape",
        "classes" => "the number of classes",
        "layers" => "the list of layers",
        var layer => string.Join(' ', layer.Split('.') is [_, var name, var what] ? ["the", what, "of", name] : [layer]),
    };
}
