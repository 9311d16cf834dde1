namespace QuantDsl.Tests.Metrics;

/// <summary>Metrics of classes against values that were computed by hand.</summary>
public sealed class ClassMetricsTests
{
    /// <summary>Logits whose softmax is (0.7, 0.2, 0.1) and so on: logarithms of the probabilities.</summary>
    private static readonly double[][] Probabilities =
    [
        [0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.8, 0.1], [0.25, 0.35, 0.4], [0.9, 0.06, 0.04],
    ];

    private static readonly int[] Classes = [0, 1, 1, 1, 2, 0];

    private static PredictedData Predicted { get; } =
        new([.. Probabilities.SelectMany(row => row.Select(p => (float)Math.Log(p)))], Classes);

    [Fact]
    public void Confusion_precision_and_recall()
    {
        var metrics = ClassMetrics.Of(Predicted);

        Assert.Equal([[2, 0, 0], [1, 2, 0], [0, 0, 1]], metrics.Confusion);
        Assert.Equal(5.0 / 6, metrics.Accuracy);
        Assert.Equal([2.0 / 3, 1, 1], metrics.Precision);
        Assert.Equal([1, 2.0 / 3, 1], metrics.Recall);
    }

    /// <summary>Of the second sample the true class is the second largest.</summary>
    [Fact]
    public void Top_k_accuracy()
    {
        Assert.Equal([5.0 / 6, 1, 1], ClassMetrics.Of(Predicted).TopAccuracy);
        Assert.Equal(5.0 / 6, Predicted.TopAccuracy(1));
        Assert.Contains("1 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Predicted.TopAccuracy(4)).Message);
    }

    /// <summary>
    /// All but one bin have one sample: 0.7 → 11th, 0.6 → 9th, 0.5 → 8th, 0.8 → 12th, 0.4 → 6th, 0.9 → 14th of 15; only the second sample
    /// is wrong.
    /// </summary>
    [Fact]
    public void Calibration() =>
        Assert.Equal((0.3 + 0.6 + 0.5 + 0.2 + 0.6 + 0.1) / 6, ClassMetrics.Of(Predicted).CalibrationError!.Value, 6);

    /// <summary>Two samples in one bin, one of them right: |1 − (0.62 + 0.64)| / 2.</summary>
    [Fact]
    public void Calibration_of_samples_that_share_a_bin()
    {
        var predicted = new PredictedData([(float)Math.Log(0.62 / 0.38), 0, (float)Math.Log(0.64 / 0.36), 0], [0, 1]);

        Assert.Equal(0.13, ClassMetrics.Of(predicted).CalibrationError!.Value, 6);
    }

    [Fact]
    public void Classes_without_samples_or_predictions_have_no_fraction()
    {
        var metrics = ClassMetrics.Of(new PredictedData([1, 0, 0, 1, 0, 0], [0, 1]));

        Assert.Equal([0.5, null, null], metrics.Precision);
        Assert.Equal([1, 0, null], metrics.Recall);
    }

    [Fact]
    public void Equal_logits_and_what_is_no_number()
    {
        var predicted = new PredictedData([1, 1, 0, 1, float.NaN, 2], [1, 1]);

        Assert.Equal([0, 1], [predicted.ClassOf(0), predicted.ClassOf(1)]);
        Assert.Equal([0.5, 1, 1], ClassMetrics.Of(predicted).TopAccuracy);
        Assert.Null(ClassMetrics.Of(predicted).CalibrationError);
    }

    [Fact]
    public void In_words()
    {
        Assert.Equal(
            """
            accuracy 83.33%, top-2 100.00%, top-3 100.00%, expected calibration error 0.3833
            class   precision   recall  predicted as 0 1 2
            0 cat      66.67%  100.00%               2 0 0
            1 dog     100.00%   66.67%               1 2 0
            2 bird    100.00%  100.00%               0 0 1
            """,
            ClassMetrics.Of(Predicted, ["cat", "dog", "bird"]).ToString());
    }

    [Fact]
    public void Numbers_have_no_classes()
    {
        var predicted = new PredictedData([1f, 2], [1f, 3], samples: 2);

        Assert.Contains("no confusion matrix of numbers", Assert.Throws<InvalidOperationException>(() => ClassMetrics.Of(predicted)).Message);
        Assert.Throws<ArgumentException>(() => new PredictedData([1f, 2, 3], [0, 1]));
        Assert.Throws<ArgumentException>(() => new PredictedData([1f, 2], [0, 1]));
    }
}
