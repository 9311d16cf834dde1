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
    private const string EpochKey = "quantdsl.epoch";
    private const string LearningRateKey = "quantdsl.learning_rate";

    /// <summary>Writes a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Its memory.</param>
    /// <param name="data">The data set whose class names and normalisation travel along; null: that of the last training run.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Save(string path, ModelInfo model, ParameterStore store, Dataset? data = null)
    {
        store.ThrowIfDisposed(model.Name);
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = "pt", // names and layouts are PyTorch's
            [StepKey] = store.StepCount.ToString(CultureInfo.InvariantCulture),
            [EpochKey] = store.EpochCount.ToString(CultureInfo.InvariantCulture),
            [SeedKey] = store.Seed.ToString(CultureInfo.InvariantCulture),
            [LearningRateKey] = store.LearningRate.ToString("R", CultureInfo.InvariantCulture),
        };
        foreach ((string key, string value) in ModelDescription.Of(model))
            metadata[key] = value;
        ModelExport.FactsOf(data, store).Write(metadata);
        SafetensorsWriter.Write(path, [.. Tensors(store).Select(entry => KeyValuePair.Create(entry.Name, entry.Values))], metadata);
    }

    /// <summary>Reads a model into memory of the same architecture.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds another model; the message names the first difference.</exception>
    public static void Load(string path, ModelInfo model, ParameterStore store)
    {
        using var file = SafetensorsFile.Open(path);
        RequireNoCheckpoint(file, path, model);
        RequireSameModel(file, path, model);
        List<(string Name, ITensorValues Values)> tensors = [.. Tensors(store)];
        if (!file.Metadata.TryGetValue(StepKey, out string? step) || !StepNumber.TryParse(step, out long steps))
            throw new ModelFileException($"'{path}' does not contain a valid number of steps.");
        long seed = Seed(file) ?? throw new ModelFileException($"'{path}' does not contain a valid seed.");
        float rate = Rate(file) ?? throw new ModelFileException($"'{path}' does not contain a valid learning rate.");
        int epochs = Epochs(file) ?? throw new ModelFileException($"'{path}' does not contain a valid number of epochs.");
        // A tensor that nobody reads, such as the bias of a layer that has none in the class, would change the predictions without a word.
        HashSet<string> names = [.. tensors.Select(tensor => tensor.Name)];
        if (file.Entries.FirstOrDefault(entry => !names.Contains(entry.Name)) is { } surplus)
        {
            throw new ModelFileException(
                $"'{path}' holds another model than {model.Name}: it has a tensor '{surplus.Name}', which {model.Name} does not have. "
                + Advice(model));
        }
        DataFacts facts = Facts(file, path, model);
        foreach ((string name, ITensorValues values) in tensors)
            file.Read(name, values);
        (store.StepCount, store.EpochCount, store.Seed, store.LearningRate) = (steps, epochs, seed, rate);
        store.TrainedOn = facts;
    }

    /// <summary>
    /// Reads the tensors of a file by their names and shapes, whatever its metadata say: of a class or layer that was renamed, or of a file
    /// that another program has saved. Without moments or their number of steps, training begins with new ones.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Receives the weights.</param>
    /// <param name="layers">For layers that have another name in the file: the name in the class, and that in the file.</param>
    /// <exception cref="ArgumentException">The class has no layer of that name.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or lacks a tensor, or has others; the message names the first.</exception>
    public static void LoadWeights(string path, ModelInfo model, ParameterStore store, IReadOnlyDictionary<string, string>? layers)
    {
        layers ??= new Dictionary<string, string>();
        if (layers.Keys.FirstOrDefault(name => model.Layers.All(layer => layer.Name != name)) is { } unknown)
        {
            throw new ArgumentException(
                $"{model.Name} has no layer {unknown}; its layers are {string.Join(", ", model.Layers.Select(layer => layer.Name))}.",
                nameof(layers));
        }
        using var file = SafetensorsFile.Open(path);
        RequireNoCheckpoint(file, path, model);
        (string Name, ITensorValues Values)[] tensors =
            [.. Tensors(store).Select(tensor => (NameThere(tensor.Name, layers), tensor.Values))];
        HashSet<string> there = [.. file.Entries.Select(entry => entry.Name)];
        if (there.Except(tensors.Select(tensor => tensor.Name)).FirstOrDefault() is { } surplus)
        {
            throw new ModelFileException(
                $"'{path}' has a tensor '{surplus}', which {model.Name} does not have. If it belongs to a layer of another name, say so in "
                + "the argument 'layers'.");
        }
        bool goesOn = file.Metadata.TryGetValue(StepKey, out string? step) && StepNumber.TryParse(step, out _)
            && tensors.All(tensor => !IsMoment(tensor.Name) || there.Contains(tensor.Name));
        store.TrainedOn = Facts(file, path, model);
        foreach ((string name, ITensorValues values) in tensors.Where(tensor => goesOn || !IsMoment(tensor.Name)))
            file.Read(name, values);
        store.StepCount = goesOn && StepNumber.TryParse(step, out long steps) ? steps : 0;
        store.EpochCount = goesOn ? Epochs(file) ?? 0 : 0;
        store.Seed = Seed(file) ?? store.Seed;
        store.LearningRate = Rate(file) ?? store.LearningRate;
    }

    private static string NameThere(string tensor, IReadOnlyDictionary<string, string> layers)
    {
        int point = tensor.IndexOf('.', StringComparison.Ordinal);
        return layers.TryGetValue(tensor[..point], out string? layer) ? layer + tensor[point..] : tensor;
    }

    private static bool IsMoment(string tensor) => tensor.EndsWith("_moment", StringComparison.Ordinal);

    private static long? Seed(SafetensorsFile file) =>
        file.Metadata.TryGetValue(SeedKey, out string? text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? seed
            : null;

    private static float? Rate(SafetensorsFile file) =>
        file.Metadata.TryGetValue(LearningRateKey, out string? text)
        && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate) && rate > 0 && float.IsFinite(rate)
            ? rate
            : null;

    /// <summary>0 in files of earlier versions, which do not say; null if the number is none.</summary>
    private static int? Epochs(SafetensorsFile file) =>
        !file.Metadata.TryGetValue(EpochKey, out string? text) ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int epochs) && epochs < int.MaxValue ? epochs
        : null;

    /// <summary>What a file says of the data that its model was trained on; files of earlier versions say nothing.</summary>
    /// <exception cref="ModelFileException">It makes no sense.</exception>
    internal static DataFacts Facts(SafetensorsFile file, string path, ModelInfo model)
    {
        try
        {
            return DataFacts.Read(file.Metadata, model);
        }
        catch (InvalidDataException error)
        {
            throw new ModelFileException($"Cannot read '{path}' as a {model.Name}: {error.Message}", error);
        }
    }

    /// <summary>Refuses a checkpoint by its name, and says what it is good for.</summary>
    internal static void RequireNoCheckpoint(SafetensorsFile file, string path, ModelInfo model)
    {
        if (Checkpoint.Is(file))
        {
            throw new ModelFileException(
                $"'{path}' is the checkpoint of a training run, not a saved model. Read its best weights with {model.Name}.LoadCheckpoint, "
                + "or resume the run with FitOptions.CheckpointPath.");
        }
    }

    /// <summary>Refuses the file of another model; the message names the first difference.</summary>
    internal static void RequireSameModel(SafetensorsFile file, string path, ModelInfo model)
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
                    + Advice(model));
            }
            if (ModelDescription.IsOptional(key))
                continue;
            throw new ModelFileException(ModelDescription.IsNew(key)
                ? $"'{path}' may hold a different model than {model.Name}: it does not record {words}, like files of earlier versions. "
                    + $"If {expected} is what it was trained with, add '{key}' with that value to its metadata; otherwise train it again."
                : $"'{path}' is not a model of QuantDsl: it does not record {words}. Expected {expected}. If another program has saved it "
                    + $"without its metadata, {model.Name}.LoadWeights reads its tensors by their names.");
        }
    }

    private static string Advice(ModelInfo model) =>
        "Load it with the class it was saved from. If only the class or a layer has another name by now, "
        + $"{model.Name}.LoadWeights reads it.";

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
