using System.Globalization;
using QuantDsl.CompilerServices;

namespace QuantDsl.Training;

/// <summary>
/// Everything that determines how a run trains, in the order in which differences are reported: the model's recipe, in which options of the
/// run override declared values, and then the settings of the run itself.
/// </summary>
internal static class RunRecipe
{
    /// <summary>The words for the layers that the run leaves as they are.</summary>
    public const string FrozenLayers = "list of frozen layers";

    /// <summary>If there are none.</summary>
    public const string NoLayers = "none";

    /// <summary>The words and values.</summary>
    public static IEnumerable<(string Words, string Value)> Of(
        ModelInfo model, ParameterStore store, TrainingSession session, Dataset train, Dataset? validation)
    {
        List<(string Words, string Value)> ofRun =
        [
            .. session.Describe(),
            ("learning rate at the start", store.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
            ("training set", DatasetDigest.Of(train)),
            ("validation set", validation is null ? "none" : DatasetDigest.Of(validation)),
        ];
        foreach ((string words, string declared) in model.Recipe)
        {
            int place = ofRun.FindIndex(entry => entry.Words == words);
            yield return (words, place < 0 ? declared : ofRun[place].Value);
            if (place >= 0)
                ofRun.RemoveAt(place);
        }
        string[] frozen = [.. model.Layers.Where(layer => layer.IsFrozen).Select(layer => layer.Name)];
        yield return (FrozenLayers, frozen.Length == 0 ? NoLayers : string.Join(", ", frozen));
        foreach ((string Words, string Value) entry in ofRun)
            yield return entry;
    }
}
