using System.Globalization;
using QuantDsl.CompilerServices;

namespace QuantDsl.Training;

/// <summary>
/// Everything that determines how a run trains, in the order in which differences are reported: the model's recipe, in which options of the
/// run override declared values, and then the settings of the run itself.
/// </summary>
internal static class RunRecipe
{
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
        foreach ((string Words, string Value) entry in ofRun)
            yield return entry;
    }
}
