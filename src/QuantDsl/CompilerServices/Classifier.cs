using System.ComponentModel;
using QuantDsl.Data;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>Classifications by a model that can be trained: what its data were, as inputs, and logits as classes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Classifier
{
    /// <summary>Names of the classes of the data that the model was trained on.</summary>
    public static IReadOnlyList<string> ClassNames(ParameterStore store) => store.TrainedOn.ClassNames;

    /// <summary>Checks that there is one sample.</summary>
    /// <exception cref="ArgumentException">There are fewer values, or more.</exception>
    public static void CheckOne(ModelInfo model, int length)
    {
        int size = PredictionInput.Elements(model);
        if (length != size)
            throw new ArgumentException($"{model.Name} classifies one sample of {size} values, but got {length}.");
    }

    /// <summary>The class of the largest logit.</summary>
    public static Classification Of(ReadOnlySpan<float> logits, ParameterStore store) =>
        Classification.Of(logits, store.TrainedOn.ClassNames);

    /// <summary>The input of an image as it is in the data set.</summary>
    /// <exception cref="InvalidOperationException">It is not known how pixels are normalised.</exception>
    public static float[] OfPixels(ModelInfo model, ParameterStore store, ReadOnlySpan<byte> pixels)
    {
        CheckOne(model, pixels.Length);
        float[] input = new float[pixels.Length];
        NormalizationOf(model, store.TrainedOn).Apply(pixels, input);
        return input;
    }

    /// <summary>The input of a row as it is in the table.</summary>
    /// <exception cref="InvalidOperationException">It is not known how columns are standardised.</exception>
    public static float[] OfRow(ModelInfo model, ParameterStore store, ReadOnlySpan<float> row)
    {
        CheckOne(model, row.Length);
        DataFacts facts = store.TrainedOn;
        if (facts.ColumnMeans.Length == 0)
            throw Unknown(model, "columns are standardised", "If they are not, call Classify.");
        float[] input = new float[row.Length];
        new ColumnScaling(facts.ColumnMeans, facts.ColumnDeviations).Apply(row, input);
        return input;
    }

    /// <summary>The input of an image file.</summary>
    /// <exception cref="DatasetException">It is no image; the message names it.</exception>
    /// <exception cref="InvalidOperationException">It is not known how pixels are normalised.</exception>
    public static float[] OfImage(ModelInfo model, ParameterStore store, string path) =>
        new ImageClassifier(model, store.TrainedOn).Read(path);

    /// <summary>The input of the bytes of an image file.</summary>
    /// <inheritdoc cref="OfImage(ModelInfo, ParameterStore, string)"/>
    public static float[] OfImage(ModelInfo model, ParameterStore store, ReadOnlySpan<byte> file) =>
        new ImageClassifier(model, store.TrainedOn).Read(file);

    /// <summary>Classifies all images of a folder.</summary>
    /// <exception cref="DatasetException">There are no images, or one of them cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is not known how pixels are normalised.</exception>
    public static IEnumerable<ClassifiedImage> OfFolder(
        ModelInfo model, ParameterStore store, string folder, Action<ReadOnlySpan<float>, Span<float>> predict) =>
        new ImageClassifier(model, store.TrainedOn).Folder(folder, predict);

    /// <summary>How pixels are normalised.</summary>
    internal static Normalization NormalizationOf(ModelInfo model, DataFacts facts) => facts.Means.Length switch
    {
        0 => throw Unknown(model, "pixels are normalised", "Or normalise them yourself and call Classify."),
        1 => new Normalization(facts.Means[0], facts.Deviations[0]),
        _ => Normalization.PerChannel([.. facts.Means.Zip(facts.Deviations, (mean, deviation) => new Normalization(mean, deviation))]),
    };

    private static InvalidOperationException Unknown(ModelInfo model, string what, string other) => new(
        $"{model.Name} does not know how {what}: it was not trained with Fit on such data, and its file does not say. Save it with the "
        + $"data set that it was trained on: Save(path, data), or Export(path, data). {other}");
}
