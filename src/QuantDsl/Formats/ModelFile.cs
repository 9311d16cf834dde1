using System.ComponentModel;
using System.Globalization;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A model as safetensors: <c>Conv1.weight</c> holds the quantized values, as anybody who opens the file expects, and its <c>.latent</c>,
/// <c>.scale</c>, <c>.first_moment</c> and <c>.second_moment</c> the state from which training continues.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelFile
{
    private const string FormatKey = "format";
    private const string StepKey = "quantdsl.step";
    private const string SeedKey = "quantdsl.seed";
    private const string LearningRateKey = "quantdsl.learning_rate";
    private const string Advice = "Load it with the class it was saved from.";

    /// <summary>Writes a model.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Save(string path, ModelInfo model, ParameterStore store)
    {
        store.ThrowIfDisposed(model.Name);
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = "pt", // names and layouts are PyTorch's
            [StepKey] = store.StepCount.ToString(CultureInfo.InvariantCulture),
            [SeedKey] = store.Seed.ToString(CultureInfo.InvariantCulture),
            [LearningRateKey] = store.LearningRate.ToString("R", CultureInfo.InvariantCulture),
        };
        foreach ((string key, string value) in ModelDescription.Of(model))
            metadata[key] = value;
        SafetensorsWriter.Write(path, [.. Tensors(store).Select(entry => KeyValuePair.Create(entry.Name, entry.Values))], metadata);
    }

    /// <summary>Reads a model into memory of the same architecture.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds another model; the message names the first difference.</exception>
    public static void Load(string path, ModelInfo model, ParameterStore store)
    {
        using var file = SafetensorsFile.Open(path);
        RequireSameModel(file, path, model);
        List<(string Name, ITensorValues Values)> tensors = [.. Tensors(store)];
        if (!file.Metadata.TryGetValue(StepKey, out string? step) || !StepNumber.TryParse(step, out long steps))
            throw new ModelFileException($"'{path}' does not contain a valid number of steps.");
        if (!file.Metadata.TryGetValue(SeedKey, out string? seedText)
            || !long.TryParse(seedText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed))
        {
            throw new ModelFileException($"'{path}' does not contain a valid seed.");
        }
        if (!file.Metadata.TryGetValue(LearningRateKey, out string? rateText)
            || !float.TryParse(rateText, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate)
            || !(rate > 0) || !float.IsFinite(rate))
        {
            throw new ModelFileException($"'{path}' does not contain a valid learning rate.");
        }
        // A tensor that nobody reads, such as the bias of a layer that has none in the class, would change the predictions without a word.
        HashSet<string> names = [.. tensors.Select(tensor => tensor.Name)];
        if (file.Entries.FirstOrDefault(entry => !names.Contains(entry.Name)) is { } surplus)
        {
            throw new ModelFileException(
                $"'{path}' holds another model than {model.Name}: it has a tensor '{surplus.Name}', which {model.Name} does not have. "
                + Advice);
        }
        foreach ((string name, ITensorValues values) in tensors)
            file.Read(name, values);
        (store.StepCount, store.Seed, store.LearningRate) = (steps, seed, rate);
    }

    private static void RequireSameModel(SafetensorsFile file, string path, ModelInfo model)
    {
        if (file.Metadata.ContainsKey(PackedFormat.VersionKey))
        {
            throw new ModelFileException(
                $"'{path}' is a packed model, which predicts and cannot be trained. Load it with {model.Name}.Packed.Load.");
        }
        foreach ((string key, string expected) in ModelDescription.Of(model))
        {
            string words = ModelDescription.Words(key);
            if (file.Metadata.TryGetValue(key, out string? found))
            {
                if (found == expected)
                    continue;
                throw new ModelFileException(
                    $"'{path}' holds another model than {model.Name}: {words} is '{found}' in the file, but '{expected}' in the class. "
                    + Advice);
            }
            throw new ModelFileException(ModelDescription.IsNew(key)
                ? $"'{path}' may hold a different model than {model.Name}: it does not record {words}, like files of earlier versions. "
                    + $"If {expected} is what it was trained with, add '{key}' with that value to its metadata; otherwise train it again."
                : $"'{path}' is not a model of QuantDsl: it does not record {words}. Expected {expected}.");
        }
    }

    private static IEnumerable<(string Name, ITensorValues Values)> Tensors(ParameterStore store)
    {
        foreach (StoredParameter parameter in store.Stored)
        {
            yield return (parameter.Name, parameter.QuantizedMemory);
            yield return ($"{parameter.Name}.latent", parameter.LatentMemory);
            if (parameter.ScaleCount > 0)
                yield return ($"{parameter.Name}.scale", parameter.ScaleMemory);
            yield return ($"{parameter.Name}.first_moment", parameter.FirstMomentMemory);
            yield return ($"{parameter.Name}.second_moment", parameter.SecondMomentMemory);
        }
        foreach ((string name, ITensorValues values) in store.Statistics.Named)
            yield return (name, values);
    }
}
