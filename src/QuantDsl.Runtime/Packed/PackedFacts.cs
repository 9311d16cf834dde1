namespace QuantDsl.Formats;

/// <summary>What travels with a packed model beside its tensors.</summary>
/// <param name="ClassNames">Names of the classes; empty where there are none.</param>
/// <param name="Means">By which pixels are normalised, for each channel or all; empty where the model has seen no pixels.</param>
/// <param name="Deviations">Standard deviations, likewise.</param>
internal sealed record PackedFacts(string[] ClassNames, float[] Means, float[] Deviations)
{
    /// <summary>Reads them from metadata.</summary>
    /// <exception cref="InvalidDataException">They make no sense.</exception>
    public static PackedFacts Read(IReadOnlyDictionary<string, string> metadata, ModelInfo model)
    {
        var names = new List<string>();
        while (metadata.TryGetValue(PackedFormat.ClassKey(names.Count), out string? name))
            names.Add(name);
        if (names.Count > model.Classes)
            throw new InvalidDataException($"it names {names.Count} classes, but {model.Name} has {model.Classes}.");
        float[] means = Numbers(metadata, PackedFormat.MeansKey), deviations = Numbers(metadata, PackedFormat.DeviationsKey);
        bool fits = means.Length == deviations.Length && (means.Length < 2 || means.Length == model.InputShape[0])
            && Array.TrueForAll(deviations, deviation => deviation > 0);
        if (!fits)
        {
            throw new InvalidDataException(
                $"'{PackedFormat.MeansKey}' and '{PackedFormat.DeviationsKey}' must be one number each, or one for each channel, and the "
                + "latter positive.");
        }
        return new PackedFacts([.. names], means, deviations);
    }

    /// <summary>Writes them to metadata.</summary>
    public void Write(Dictionary<string, string> metadata)
    {
        for (int i = 0; i < ClassNames.Length; i++)
            metadata[PackedFormat.ClassKey(i)] = ClassNames[i];
        if (Means.Length == 0)
            return;
        metadata[PackedFormat.MeansKey] = PackedFormat.Numbers(Means);
        metadata[PackedFormat.DeviationsKey] = PackedFormat.Numbers(Deviations);
    }

    private static float[] Numbers(IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? text))
            return [];
        return PackedFormat.ParseNumbers(text) ?? throw new InvalidDataException($"metadata '{key}' must be numbers with spaces between them.");
    }
}
