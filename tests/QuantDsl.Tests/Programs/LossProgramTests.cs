namespace QuantDsl.Tests.Programs;

/// <summary>A program for each loss, as a user would write it, does what the loss is for.</summary>
public sealed class LossProgramTests
{
    [Fact]
    public void A_regression_learns_prices_and_ships()
    {
        using var folder = new TemporaryFolder();
        (TrainingReport report, double error, float price, float shipped) = HousePrices.Run(Path.Combine(folder.Path, "prices.qdsl"));

        Assert.InRange(error, 0, 0.1); // prices vary by 1.2
        Assert.Equal(Market.Price(1.2f, 0.1f, -0.3f), price, 0.6);
        Assert.Equal(price, shipped);
        Assert.Null(report.TestAccuracy);
        Assert.Equal(error, report.TestLoss);
        Assert.Equal(report.Epochs.Min(epoch => epoch.ValidationLoss), report.BestValidationLoss);
        Assert.Equal(report.BestValidationLoss, report.Epochs[report.BestEpoch!.Value - 1].ValidationLoss);
        Assert.All(report.Epochs, epoch => Assert.Null(epoch.ValidationAccuracy));
        Assert.Contains("best validation loss 0.0", report.ToString());
        Assert.DoesNotContain("%", string.Concat(report.Epochs));
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
    }

    [Fact]
    public void Outliers_count_less_with_Huber()
    {
        (double withHuber, double withMse) = WrongPrices.Run();

        Assert.InRange(withHuber, 0, 0.25 * withMse);
    }

    [Fact]
    public void Several_tags_are_learnt_at_a_time()
    {
        (TrainingReport report, double accuracy, float[] probabilities, float[] truth) = FilmTags.Run();

        Assert.InRange(accuracy, 0.9, 1);
        Assert.Equal(accuracy, report.Epochs[^1].ValidationAccuracy);
        Assert.True(probabilities.Zip(truth, (p, t) => Math.Abs(p - t)).Average() < 0.25);
    }

    [Fact]
    public void Smoothed_labels_make_a_model_less_certain()
    {
        (double smoothed, double plain, double accuracy) = ModestDigits.Run();

        Assert.True(smoothed < plain - 0.02, $"{smoothed} and {plain}");
        Assert.InRange(accuracy, 0.6, 1);
    }

    [Fact]
    public void A_rare_class_that_counts_more_is_found_more_often()
    {
        (double weighted, double unweighted) = RareAlarms.Run();

        Assert.True(weighted > unweighted + 0.3, $"{weighted} and {unweighted}");
    }
}
