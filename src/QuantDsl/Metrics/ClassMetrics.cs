using System.Text.Json.Serialization;

namespace QuantDsl;

/// <summary>
/// What predictions say of each class beside the accuracy. All of it is computed from <see cref="PredictedData"/>; <see
/// cref="FitOptions.ClassMetrics"/> puts it into the report of a run.
/// </summary>
public sealed record ClassMetrics
{
    /// <summary>Fraction of samples whose class is predicted correctly: those on the diagonal of <see cref="Confusion"/>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The confusion matrix: for each true class a row, and in it for each predicted class the number of samples.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>
    /// Of the samples that are predicted as a class, the fraction that are of it: n_cc / Σ_t n_tc; <see langword="null"/> for a class that
    /// is never predicted.
    /// </summary>
    public required IReadOnlyList<double?> Precision { get; init; }

    /// <summary>
    /// Of the samples of a class, the fraction that are predicted as it: n_cc / Σ_p n_cp; <see langword="null"/> for a class without
    /// samples.
    /// </summary>
    public required IReadOnlyList<double?> Recall { get; init; }

    /// <summary>Top-k accuracy for k = 1, 2, … up to 5 or the number of classes; see <see cref="PredictedData.TopAccuracy"/>.</summary>
    public required IReadOnlyList<double> TopAccuracy { get; init; }

    /// <summary>
    /// Expected calibration error (Guo et al., ICML 2017): with samples in 15 bins by the softmax probability of their predicted class, (i/15,
    /// (i + 1)/15], the mean over samples of |accuracy − mean probability| of their bin. <see langword="null"/> if a probability is NaN.
    /// </summary>
    public required double? CalibrationError { get; init; }

    /// <summary>Names of the classes, in their order; <see langword="null"/>, and absent from JSON, if they are not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Computes the metrics.</summary>
    /// <param name="predicted">Predictions of samples with classes as labels.</param>
    /// <param name="classNames">Names of the classes, for <see cref="ToString"/> and JSON.</param>
    /// <exception cref="InvalidOperationException">The labels are numbers.</exception>
    public static ClassMetrics Of(PredictedData predicted, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        predicted.ThrowIfNumbers("confusion matrix");
        int classes = predicted.Outputs;
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        int correct = 0;
        for (int sample = 0; sample < predicted.Count; sample++)
        {
            (int truth, int answer) = (predicted.Classes[sample], predicted.ClassOf(sample));
            confusion[truth][answer]++;
            correct += truth == answer ? 1 : 0;
        }
        return new ClassMetrics
        {
            Accuracy = (double)correct / predicted.Count,
            Confusion = confusion,
            Precision = [.. Enumerable.Range(0, classes).Select(c => Fraction(confusion[c][c], confusion.Sum(row => row[c])))],
            Recall = [.. Enumerable.Range(0, classes).Select(c => Fraction(confusion[c][c], confusion[c].Sum()))],
            TopAccuracy = [.. Enumerable.Range(1, Math.Min(5, classes)).Select(predicted.TopAccuracy)],
            CalibrationError = Training.Calibration.Error(predicted),
            ClassNames = classNames is { Count: > 0 } ? [.. classNames] : null,
        };
    }

    /// <summary>
    /// All of it as text, the same in every culture: the numbers, and a line for each class with its row of the confusion matrix if there
    /// are at most 20 classes.
    /// </summary>
    public override string ToString() => Training.ClassTable.Of(this);

    private static double? Fraction(int part, int all) => all == 0 ? null : (double)part / all;
}
