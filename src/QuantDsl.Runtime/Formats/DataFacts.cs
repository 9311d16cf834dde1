using System.Globalization;

namespace QuantDsl.Formats;

/// <summary>
/// What the files of a model keep of the data that it was trained on, beside its tensors: what a prediction needs to take data as they are
/// and to name classes.
/// </summary>
internal sealed class DataFacts
{
    /// <summary>A <see cref="ShorterSide"/> for 8/7 of the size of the inputs, or an image of that size as it is.</summary>
    public const int UsualSide = 0;

    private const string MeansKey = "quantdsl.pixels.mean";
    private const string DeviationsKey = "quantdsl.pixels.standard_deviation";
    private const string ColumnMeansKey = "quantdsl.columns.mean";
    private const string ColumnDeviationsKey = "quantdsl.columns.standard_deviation";
    private const string ShorterSideKey = "quantdsl.images.shorter_side";
    private const string Usual = "usual";

    /// <summary>Nothing is known.</summary>
    public static DataFacts None { get; } = new();

    /// <summary>Names of the classes; empty where there are none.</summary>
    public string[] ClassNames { get; init; } = [];

    /// <summary>By which pixels are normalised, for each channel or all; empty where the model has seen no pixels.</summary>
    public float[] Means { get; init; } = [];

    /// <summary>Standard deviations of pixels, likewise.</summary>
    public float[] Deviations { get; init; } = [];

    /// <summary>By which columns of a table are standardised; empty where they are not.</summary>
    public float[] ColumnMeans { get; init; } = [];

    /// <summary>Standard deviations of columns, likewise.</summary>
    public float[] ColumnDeviations { get; init; } = [];

    /// <summary>
    /// Pixels to which the shorter side of an image was scaled before its middle was taken; null where data were no images of any size.
    /// </summary>
    public int? ShorterSide { get; init; }

    /// <summary>Reads them from metadata.</summary>
    /// <exception cref="InvalidDataException">They make no sense.</exception>
    public static DataFacts Read(IReadOnlyDictionary<string, string> metadata, ModelInfo model)
    {
        var names = new List<string>();
        while (metadata.TryGetValue(ClassKey(names.Count), out string? name))
            names.Add(name);
        if (names.Count > model.Classes)
            throw new InvalidDataException($"it names {names.Count} classes, but {model.Name} has {model.Classes}.");
        float[] means = Numbers(metadata, MeansKey), deviations = Numbers(metadata, DeviationsKey);
        if (!Fit(means, deviations) || (means.Length > 1 && means.Length != model.InputShape[0]))
        {
            throw new InvalidDataException(
                $"'{MeansKey}' and '{DeviationsKey}' must be one number each, or one for each channel, and the latter positive.");
        }
        float[] columnMeans = Numbers(metadata, ColumnMeansKey), columnDeviations = Numbers(metadata, ColumnDeviationsKey);
        bool areRows = model.InputShape.Count == 1 && columnMeans.Length == model.InputShape[0];
        if (!Fit(columnMeans, columnDeviations) || (columnMeans.Length > 0 && !areRows))
        {
            throw new InvalidDataException(
                $"'{ColumnMeansKey}' and '{ColumnDeviationsKey}' must be one number for each input, and the latter positive.");
        }
        return new DataFacts
        {
            ClassNames = [.. names],
            Means = means,
            Deviations = deviations,
            ColumnMeans = columnMeans,
            ColumnDeviations = columnDeviations,
            ShorterSide = Side(metadata),
        };
    }

    /// <summary>Writes them to metadata.</summary>
    public void Write(Dictionary<string, string> metadata)
    {
        for (int i = 0; i < ClassNames.Length; i++)
            metadata[ClassKey(i)] = ClassNames[i];
        Write(metadata, MeansKey, Means);
        Write(metadata, DeviationsKey, Deviations);
        Write(metadata, ColumnMeansKey, ColumnMeans);
        Write(metadata, ColumnDeviationsKey, ColumnDeviations);
        if (ShorterSide is { } side)
            metadata[ShorterSideKey] = side == UsualSide ? Usual : side.ToString(CultureInfo.InvariantCulture);
    }

    private static string ClassKey(int index) => string.Create(CultureInfo.InvariantCulture, $"quantdsl.class.{index}");

    private static bool Fit(float[] means, float[] deviations) =>
        means.Length == deviations.Length && Array.TrueForAll(deviations, deviation => deviation > 0);

    private static int? Side(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(ShorterSideKey, out string? text))
            return null;
        if (text == Usual)
            return UsualSide;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side > 0
            ? side
            : throw new InvalidDataException($"metadata '{ShorterSideKey}' must be a number of pixels, or '{Usual}'.");
    }

    /// <summary>Numbers as text that reads back to the same bits.</summary>
    private static void Write(Dictionary<string, string> metadata, string key, float[] numbers)
    {
        if (numbers.Length > 0)
            metadata[key] = string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
    }

    private static float[] Numbers(IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? text))
            return [];
        string[] words = text.Split(' ');
        float[] numbers = new float[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
                throw new InvalidDataException($"metadata '{key}' must be numbers with spaces between them.");
        }
        return numbers;
    }
}
