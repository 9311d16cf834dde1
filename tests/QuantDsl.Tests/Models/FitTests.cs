using QuantDsl.CompilerServices;
using QuantDsl.Tests.Training;

namespace QuantDsl.Tests.Models;

public sealed class FitTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quantdsl-test-");

    [Fact]
    public void The_report_tells_what_the_declaration_asked_for()
    {
        string path = Path.Combine(_folder.FullName, "runs", "report.json");
        using var model = new TinyMlp(seed: 7);
        TrainingReport report = model.Fit(
            SmallData.Train, SmallData.Test, SmallData.Quiet() with { Test = SmallData.Test, ReportPath = path });

        Assert.Equal(
            ("TinyMlp", 1, "blaq", 7L, "cpu", false),
            (report.Model, report.Bits, report.Method, report.Seed, report.Device, report.Cancelled));
        Assert.Equal([1, 2, 3, 4], report.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(
            [TrainingPhase.Laq, TrainingPhase.Backtrack, TrainingPhase.Laq, TrainingPhase.Backtrack],
            report.Epochs.Select(epoch => epoch.Phase));
        Assert.Equal([0.01f, 0.01f, 0.005f, 0.005f], report.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal([6L, 6L, 6L, 6L], report.Epochs.Select(epoch => epoch.Steps));
        Assert.True(report.Epochs[^1].TrainLoss < report.Epochs[0].TrainLoss);

        EpochReport best = report.Epochs.First(epoch => epoch.ValidationAccuracy == report.Epochs.Max(other => other.ValidationAccuracy));
        Assert.Equal((best.Epoch, best.ValidationAccuracy, best.TestAccuracy),
            (report.BestEpoch, report.BestValidationAccuracy, report.TestAccuracyAtBestValidation));
        // The same set in both roles.
        Assert.All(
            report.Epochs,
            epoch => Assert.Equal((epoch.ValidationAccuracy, epoch.ValidationLoss), (epoch.TestAccuracy, epoch.TestLoss)));
        Assert.Equal(model.Assess(SmallData.Test).Loss, report.Epochs[^1].TestLoss);
        Assert.Equal(model.Evaluate(SmallData.Test), report.TestAccuracy);
        Assert.Equal(report.Epochs[^1].TestAccuracy, report.TestAccuracy);
        Assert.Equal(report, TrainingReport.LoadJson(path));
        Assert.Equal(0.01f, model.LearningRate);
    }

    [Theory]
    [InlineData(null, "blaq", 0b1010)]
    [InlineData(0, "laq", 0b0000)]
    [InlineData(1, "blaq", 0b1111)]
    [InlineData(3, "blaq", 0b0100)]
    public void The_period_chooses_the_epochs_that_backtrack(int? period, string method, int backtracking)
    {
        using var model = new TinyMlp();
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet() with { BacktrackPeriod = period });
        Assert.Equal(method, report.Method);
        for (int epoch = 0; epoch < 4; epoch++)
            Assert.Equal((backtracking >> epoch & 1) == 1 ? TrainingPhase.Backtrack : TrainingPhase.Laq, report.Epochs[epoch].Phase);
    }

    /// <summary>An ablation needs no class for each blend: the option trains what a class with this blend trains, bit by bit.</summary>
    [Fact]
    public void The_blend_is_that_of_the_options_or_the_declared_one()
    {
        using var declared = new TinyMlpBlend75();
        using var chosen = new TinyMlp();
        using var plain = new TinyMlp();
        FitOptions options = SmallData.Quiet(epochs: 2);
        TrainingReport expected = declared.Fit(SmallData.Train, options: options);
        TrainingReport report = chosen.Fit(SmallData.Train, options: options with { Blend = 0.75 });
        TrainingReport other = plain.Fit(SmallData.Train, options: options);
        Assert.Equal((2, 0.75), (report.BacktrackPeriod, report.Blend));
        Assert.Equal((2, 0.75), (expected.BacktrackPeriod, expected.Blend));
        Assert.Equal((2, 0.6), (other.BacktrackPeriod, other.Blend));
        Assert.Equal(Weights(declared), Weights(chosen));
        Assert.NotEqual(Weights(declared), Weights(plain));

        // Outside of Fit the model takes the steps that it declares.
        SmallData.Steps(chosen, 0, 2);
        SmallData.Steps(declared, 0, 2);
        Assert.NotEqual(Weights(declared), Weights(chosen));

        static byte[] Weights<TModel>(TModel model)
            where TModel : IQuantModel<TModel> => [.. model.Layers.SelectMany(layer => ModelBits.Of(layer.Latent))];
    }

    [Fact]
    public void Fit_is_the_steps_it_says()
    {
        using var fitted = new TinyMlp(seed: 2);
        using var stepped = new TinyMlp(seed: 2);
        fitted.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 3) with { Seed = 5 });
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            stepped.LearningRate = epoch == 3 ? 0.005f : 0.01f;
            using TorchSharp.torch.Tensor order = SmallData.Train.Order(5, epoch);
            for (int step = 0; step < 6; step++)
            {
                SmallData.Train.Batch(order, step * 32, 32, out TorchSharp.torch.Tensor input, out TorchSharp.torch.Tensor labels);
                using (input)
                using (labels)
                    _ = epoch == 2 ? stepped.BacktrackStep(input, labels) : stepped.Step(input, labels);
            }
        }
        stepped.LearningRate = 0.01f;
        StoredParameter.Of(stepped.Out.Weight).Store.EpochCount = 3; // which steps do not count
        Assert.Equal(ModelBits.Of(stepped, SmallData.Train), ModelBits.Of(fitted, SmallData.Train));
    }

    [Fact]
    public void The_rate_decays_as_often_as_declared()
    {
        using var model = new TinyMlpDecaysTwice(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 5));
        Assert.Equal([0.01f, 0.005f, 0.0025f, 0.0025f, 0.0025f], report.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void The_rate_waits_for_its_first_decay()
    {
        using var model = new TinyMlpDecaysLate(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 6));
        Assert.Equal([0.01f, 0.01f, 0.01f, 0.005f, 0.005f, 0.0025f], report.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void A_rate_that_vanishes_leaves_the_weights_where_they_are()
    {
        using var model = new TinyMlpDecaysToNothing(seed: 1);
        byte[] weights = [];
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 8) with
        {
            OnEpoch = epoch => weights = epoch.Epoch == 5 ? ModelBits.Of(model.Fc1.Latent) : weights,
        });
        Assert.Equal(1e-30f, report.Epochs[^1].LearningRate); // 0.01 times 1e-63 is no float32
        Assert.Equal(weights, ModelBits.Of(model.Fc1.Latent));
    }

    [Fact]
    public void Without_a_validation_set_the_last_epoch_is_the_best()
    {
        using var model = new TinyConvNet();
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet());
        Assert.Equal(
            (2, null, null, null),
            (report.BestEpoch, report.BestValidationAccuracy, report.TestAccuracy, report.TestAccuracyAtBestValidation));
    }

    [Fact]
    public void Full_precision_trains_with_adam_and_cannot_backtrack()
    {
        using var model = new TinyMlpFullPrecision();
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet());
        Assert.Equal(("adam", 32), (report.Method, report.Bits));
        Assert.All(report.Epochs, epoch => Assert.Equal(TrainingPhase.Adam, epoch.Phase));
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => model.Fit(SmallData.Train, options: SmallData.Quiet() with { BacktrackPeriod = 1 }));
        Assert.Contains("no quantized weights to backtrack", refused.Message);
    }

    [Fact]
    public void RestoreBest_ends_with_the_best_epoch()
    {
        using var model = new TinyMlp(seed: 1);
        using var until = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(
            SmallData.Train, SmallData.Mislabelled, SmallData.Quiet(6) with { RestoreBest = true, Test = SmallData.Test });
        int best = report.BestEpoch!.Value;
        Assert.NotEqual(report.Epochs.Count, best);
        Assert.Equal(report.TestAccuracyAtBestValidation, report.TestAccuracy);
        Assert.NotEqual(report.Epochs[^1].TestAccuracy, report.TestAccuracy);
        until.Fit(SmallData.Train, options: SmallData.Quiet(best));
        Assert.Equal(ModelBits.Of(until), ModelBits.Of(model));
    }

    [Fact]
    public void A_cancelled_run_ends_with_the_best_epoch()
    {
        using var source = new CancellationTokenSource();
        using var model = new TinyDropoutNet(seed: 4);
        using var until = new TinyDropoutNet(seed: 4);
        var time = new CancellingTime(source);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 50) with
        {
            CancellationToken = source.Token,
            Time = time,
            OnEpoch = epoch => time.After(epoch.Epoch == 3 ? 4 : 0), // in the middle of the fourth
        });
        Assert.True(report.Cancelled);
        Assert.Equal(3, report.Epochs.Count);
        Assert.Equal(0.01f, model.LearningRate);
        until.Fit(SmallData.Train, options: SmallData.Quiet(report.Epochs.Count));
        Assert.Equal(ModelBits.Of(until), ModelBits.Of(model));
    }

    [Fact]
    public void A_token_cancels_in_the_middle_of_an_epoch()
    {
        using var many = Dataset.FromArrays(new float[400 * 6], [6], new long[400], classes: 3);
        using var source = new CancellationTokenSource();
        using var model = new Variants.Base.Net();
        TrainingReport report = model.Fit(many, options: SmallData.Quiet(epochs: 1) with
        {
            CancellationToken = source.Token,
            Time = new CancellingTime(source).After(50), // of 100 steps
        });
        Assert.True(report.Cancelled);
        Assert.Empty(report.Epochs);
        Assert.Null(report.BestEpoch);
    }

    [Fact]
    public void A_run_cancelled_from_the_start_changes_nothing()
    {
        using var model = new TinyMlp();
        byte[] before = ModelBits.Of(model);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet() with { CancellationToken = new(canceled: true) });
        Assert.True(report.Cancelled);
        Assert.Equal(before, ModelBits.Of(model));
    }

    [Fact]
    public void Data_sets_that_do_not_fit_are_refused_before_training()
    {
        using var model = new Variants.Base.Net();
        using Dataset good = Data(6, count: 4, classes: 3);
        using Dataset few = Data(6, count: 3, classes: 3);
        using Dataset wide = Data(7, count: 8, classes: 3);
        using Dataset fine = Data(6, count: 8, classes: 4);
        byte[] before = ModelBits.Of(model);
        Refused("Net trains on minibatches of 4, but the training set has 3 samples. Give it more, or declare a smaller Batch.", few);
        Refused("Net takes inputs of 6, but the training set data has 7.", wide);
        Refused("Net has 3 classes, but the training set data has 4.", fine);
        Refused("Net takes inputs of 6, but the validation set data has 7.", good, wide);
        Refused("Net takes inputs of 6, but the test set data has 7.", good, null, wide);
        Assert.Equal("train", Assert.Throws<ArgumentNullException>(() => model.Fit(null!)).ParamName);
        Assert.Equal(before, ModelBits.Of(model));

        void Refused(string message, Dataset train, Dataset? validation = null, Dataset? test = null) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => model.Fit(train, validation, SmallData.Quiet() with { Test = test })).Message);

        static Dataset Data(int features, int count, int classes) =>
            Dataset.FromArrays(new float[features * count], [features], new long[count], classes: classes);
    }

    [Fact]
    public void A_refused_report_path_changes_nothing()
    {
        using var model = new TinyMlp();
        byte[] before = ModelBits.Of(model);
        Assert.ThrowsAny<IOException>(() => model.Fit(SmallData.Train, options: SmallData.Quiet() with { ReportPath = _folder.FullName }));
        Assert.Equal(before, ModelBits.Of(model));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
