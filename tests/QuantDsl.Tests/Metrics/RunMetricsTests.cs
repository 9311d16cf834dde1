using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Training.Groups;

namespace QuantDsl.Tests.Metrics;

/// <summary>Metrics of a run: those of the user's own after every epoch, and those of classes at its end.</summary>
public sealed class RunMetricsTests
{
    [Fact]
    public void A_metric_of_ones_own_is_computed_after_every_epoch()
    {
        using var model = new TinyMlp(seed: 1);
        int calls = 0;
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(3) with
        {
            Metrics = new Dictionary<string, Func<PredictedData, double>>
            {
                ["accuracy"] = predicted => predicted.TopAccuracy(1),
                ["calls"] = predicted => predicted.Count + calls++,
                ["undefined"] = _ => double.NaN,
            },
        });

        Assert.Equal(report.Epochs.Select(epoch => epoch.ValidationAccuracy), report.Epochs.Select(epoch => epoch.Metrics!["accuracy"]));
        Assert.Equal([100, 101, 102], report.Epochs.Select(epoch => epoch.Metrics!["calls"]));
        Assert.All(report.Epochs, epoch => Assert.Null(epoch.Metrics!["undefined"]));
        Assert.Contains(", calls 102, undefined -, ", report.Epochs[2].ToString());
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
    }

    [Fact]
    public void The_report_has_the_classes_of_the_test_set_if_it_is_asked_to()
    {
        using var model = new TinyMlp(seed: 1);
        FitOptions options = SmallData.Quiet(2) with { Test = SmallData.Test, ClassMetrics = true };
        TrainingReport report = model.Fit(SmallData.Train, options: options);

        ClassMetrics metrics = report.ClassMetrics!;
        Assert.Equal(report.TestAccuracy, metrics.Accuracy);
        Assert.Equal(100, metrics.Confusion.Sum(row => row.Sum()));
        Assert.Equal($"{ClassMetrics.Of(model.PredictAll(SmallData.Test))}", $"{metrics}");
        Assert.Contains("\"confusion\"", report.ToJson());
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
        Assert.Null(model.Fit(SmallData.Train, options: SmallData.Quiet(1)).ClassMetrics);
    }

    [Fact]
    public void Predictions_of_sequences_have_a_row_for_each_position()
    {
        using var model = new OneHotLstm(seed: 1);
        using Dataset data = DrawnData.For(OneHotLstm.Info, 20, seed: 1);

        PredictedData predicted = model.PredictAll(data);

        Assert.Equal((100, 4), (predicted.Count, predicted.Outputs));
        Assert.Equal(model.Evaluate(data), predicted.TopAccuracy(1));
        using var regression = new NumbersLstm(seed: 1);
        using Dataset numbers = DrawnData.For(NumbersLstm.Info, 20, seed: 1);
        predicted = regression.PredictAll(numbers);
        Assert.Equal(400, predicted.Numbers.Length);
        double squares = 0;
        for (int i = 0; i < 400; i++)
            squares += Math.Pow(predicted.AllOutputs[i] - predicted.Numbers[i], 2);
        Assert.Equal(regression.Evaluate(numbers), squares / 400, 5);
    }

    [Fact]
    public void Options_that_cannot_be_met_are_refused()
    {
        using var model = new TinyMlp(seed: 1);
        Assert.StartsWith(
            "FitOptions.ClassMetrics is computed on the validation set or on FitOptions.Test, but there is neither.",
            Assert.Throws<ArgumentException>(() => model.Fit(SmallData.Train, options: SmallData.Quiet(1) with { ClassMetrics = true })).Message);
        using var regression = new MseMlp(seed: 1);
        using Dataset data = DrawnData.For(MseMlp.Info, 20, seed: 1);
        Assert.StartsWith(
            "FitOptions.ClassMetrics is about classes, but the labels of MseMlp are numbers.",
            Assert.Throws<ArgumentException>(() => regression.Fit(data, data, SmallData.Quiet(1) with { ClassMetrics = true })).Message);
    }
}
