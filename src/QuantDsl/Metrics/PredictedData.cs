using System.ComponentModel;
using QuantDsl.CompilerServices;
using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// What a model predicts for a data set, beside the labels: what metrics are computed from. A model's <c>PredictAll</c> makes it. Each
/// position of a sequence that has a label counts as a sample does.
/// </summary>
public sealed class PredictedData
{
    private readonly float[] _outputs;
    private readonly int[] _classes;
    private readonly float[] _numbers;

    /// <summary>Predictions of some samples.</summary>
    /// <param name="outputs">Logits or other outputs, sample by sample.</param>
    /// <param name="classes">The true class of each sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a class is not among the outputs.</exception>
    public PredictedData(ReadOnlySpan<float> outputs, ReadOnlySpan<int> classes)
        : this(outputs, classes, [], classes.Length)
    {
        foreach (int label in classes)
        {
            if ((uint)label >= (uint)Outputs)
                throw new ArgumentException(Invariant($"Expected classes from 0 to {Outputs - 1}, found {label}."), nameof(classes));
        }
    }

    /// <summary>Predictions of some samples whose labels are numbers.</summary>
    /// <param name="outputs">The outputs, sample by sample.</param>
    /// <param name="labels">As many numbers that they should be.</param>
    /// <param name="samples">How many samples there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public PredictedData(ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels, int samples)
        : this(outputs, [], labels, samples)
    {
        if (labels.Length != outputs.Length)
        {
            throw new ArgumentException(
                Invariant($"Expected as many labels as outputs, {outputs.Length}, found {labels.Length}."), nameof(labels));
        }
    }

    private PredictedData(ReadOnlySpan<float> outputs, ReadOnlySpan<int> classes, ReadOnlySpan<float> numbers, int samples)
    {
        if (samples < 1 || outputs.Length == 0 || outputs.Length % samples != 0)
        {
            throw new ArgumentException(
                Invariant($"Expected the same number of outputs for each of {samples} samples, found {outputs.Length}."), nameof(outputs));
        }
        (_outputs, _classes, _numbers) = (outputs.ToArray(), classes.ToArray(), numbers.ToArray());
        (Count, Outputs) = (samples, outputs.Length / samples);
    }

    private PredictedData(float[] outputs, int[] classes, float[] numbers, int samples, int width)
    {
        (_outputs, _classes, _numbers) = (outputs, classes, numbers);
        (Count, Outputs) = (samples, width);
    }

    /// <summary>Writes the outputs of samples, as a model's <c>Predict</c> does.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public delegate void Predictor<T>(ReadOnlySpan<T> inputs, Span<float> outputs);

    /// <summary>Number of samples or, of sequences, of positions.</summary>
    public int Count { get; }

    /// <summary>Number of outputs for each: the classes.</summary>
    public int Outputs { get; }

    /// <summary>Whether the labels are classes instead of numbers.</summary>
    public bool HasClasses => _classes.Length > 0;

    /// <summary>All outputs, sample by sample.</summary>
    public ReadOnlySpan<float> AllOutputs => _outputs;

    /// <summary>The true class of each sample; empty if labels are numbers.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>The numbers that the outputs should be, sample by sample; empty if labels are classes.</summary>
    public ReadOnlySpan<float> Numbers => _numbers;

    /// <summary>The outputs of a sample.</summary>
    /// <param name="sample">Index of the sample.</param>
    public ReadOnlySpan<float> Of(int sample) => _outputs.AsSpan(sample * Outputs, Outputs);

    /// <summary>The class that is predicted for a sample: that of the largest output; of equal ones, the first.</summary>
    /// <param name="sample">Index of the sample.</param>
    public unsafe int ClassOf(int sample)
    {
        fixed (float* outputs = Of(sample))
            return Predictions.Largest(outputs, Outputs).Class;
    }

    /// <summary>
    /// Top-k accuracy: the fraction of samples whose true class is among the k largest outputs; of equal outputs, the first counts as the
    /// larger one.
    /// </summary>
    /// <param name="k">From 1 to <see cref="Outputs"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in this range.</exception>
    /// <exception cref="InvalidOperationException">The labels are numbers.</exception>
    public double TopAccuracy(int k)
    {
        ThrowIfNumbers("top-k accuracy");
        if (k < 1 || k > Outputs)
            throw new ArgumentOutOfRangeException(nameof(k), k, Invariant($"Expected 1 to {Outputs}, the number of classes."));
        int among = 0;
        for (int sample = 0; sample < Count; sample++)
            among += Rank(Of(sample), _classes[sample]) < k ? 1 : 0;
        return (double)among / Count;
    }

    /// <summary>Predictions of a data set that was checked.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="batch">Samples to predict at a time.</param>
    /// <param name="predict">The model's <c>Predict</c>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static PredictedData Of(ModelInfo model, Dataset data, int batch, Predictor<float> predict) =>
        Of(model, data, batch, data.FloatColumn, predict);

    /// <inheritdoc cref="Of(ModelInfo, Dataset, int, Predictor{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static PredictedData Of(ModelInfo model, Dataset data, int batch, Predictor<int> predict) =>
        Of(model, data, batch, data.TokenColumn, predict);

    internal void ThrowIfNumbers(string metric)
    {
        if (!HasClasses)
        {
            throw new InvalidOperationException(
                $"There is no {metric} of numbers, only of classes. Compute a metric of your own from AllOutputs and Numbers.");
        }
    }

    private static PredictedData Of<T>(ModelInfo model, Dataset data, int batch, TypedColumn<T> inputs, Predictor<T> predict)
        where T : unmanaged
    {
        int positions = model.OutputLength ?? 1, ofSample = positions * model.Classes;
        if (data.Count > Array.MaxLength / ofSample)
        {
            throw new ArgumentException(
                Invariant($"{model.Name} predicts {ofSample} numbers for each of the {data.Count} samples of {data.Name}, more than an array ")
                + "holds. Predict a part of the data set.",
                nameof(data));
        }
        float[] outputs = new float[data.Count * ofSample];
        for (long start = 0; start < data.Count; start += batch)
        {
            int size = (int)Math.Min(batch, data.Count - start);
            predict(inputs.Read(start, size), outputs.AsSpan((int)start * ofSample, size * ofSample));
        }
        bool areClasses = model.Labels == LabelKind.Classes;
        return new PredictedData(
            outputs,
            areClasses ? data.ClassColumn.Read(0, data.Count).ToArray() : [],
            areClasses ? [] : data.NumberColumn.Read(0, data.Count).ToArray(),
            (int)data.Count * positions, model.Classes);
    }

    /// <summary>How many outputs come before one; NaN comes before all numbers.</summary>
    private static int Rank(ReadOnlySpan<float> outputs, int place)
    {
        float value = outputs[place];
        int before = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            bool isLarger = outputs[i] > value || (float.IsNaN(outputs[i]) && !float.IsNaN(value));
            bool isEqual = outputs[i] == value || (float.IsNaN(outputs[i]) && float.IsNaN(value));
            before += isLarger || (isEqual && i < place) ? 1 : 0;
        }
        return before;
    }
}
