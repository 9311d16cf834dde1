using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training;

/// <summary>A model that is trained in several runs is the same to the bit as one that is trained in a single run.</summary>
public sealed class SeveralRunsTests : IDisposable
{
    private const int Epochs = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Six_times_one_epoch_is_one_time_six()
    {
        Check<TinyMlp>(); // backtracks every second epoch, decays every second
        Check<TinyMlpDecaysLate>();
        Check<TinyDropoutNet>();
        Check<TinyConvNet>();
        Check<MeasuredDigits>();
    }

    [Fact]
    public void A_model_that_was_saved_and_loaded_goes_on()
    {
        (byte[] expected, TrainingReport whole) = InOne<TinyMlp>();
        string path = _folder.File("model.safetensors");
        var model = TinyMlp.Create(seed: 1);
        List<EpochReport> epochs = [];
        for (int run = 0; run < 3; run++)
        {
            epochs.AddRange(model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(2)).Epochs);
            model.Save(path);
            model.Dispose();
            model = TinyMlp.Load(path);
        }

        Assert.Equal(expected, ModelBits.Of(model));
        Assert.Equal(Timeless(whole.Epochs), Timeless(epochs));
        model.Dispose();
    }

    [Fact]
    public void Runs_with_one_checkpoint_follow_each_other()
    {
        (byte[] expected, _) = InOne<TinyMlp>();
        using var model = new TinyMlp(seed: 1);
        for (int run = 0; run < Epochs; run++)
            model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(1) with { CheckpointPath = _folder.File("run.checkpoint") });

        Assert.Equal(expected, ModelBits.Of(model));
        using var best = TinyMlp.LoadCheckpoint(_folder.File("run.checkpoint"));
        Assert.Equal(ModelBits.Of(model.Fc1.Latent), ModelBits.Of(best.Fc1.Latent));
    }

    [Fact]
    public void What_was_restored_goes_on_from_its_epoch()
    {
        using var model = new TinyMlp(seed: 1);
        TrainingReport first = model.Fit(SmallData.Train, SmallData.Mislabelled, SmallData.Quiet(Epochs) with { RestoreBest = true });
        TrainingReport second = model.Fit(SmallData.Train, options: SmallData.Quiet(1));

        Assert.NotEqual(Epochs, first.BestEpoch); // or the test shows nothing
        Assert.Equal(first.BestEpoch + 1, Assert.Single(second.Epochs).Epoch);
        Assert.Equal(first.BestEpoch + 1, second.BestEpoch);
    }

    [Fact]
    public void The_schedule_begins_anew_if_the_options_say_so()
    {
        using var model = new TinyMlp(seed: 1);
        model.Fit(SmallData.Train, options: SmallData.Quiet(3));
        TrainingReport again = model.Fit(SmallData.Train, options: SmallData.Quiet(2) with { FirstEpoch = 1 });
        TrainingReport third = model.Fit(SmallData.Train, options: SmallData.Quiet(1));

        Assert.Equal([(1, TrainingPhase.Laq, 0.01f), (2, TrainingPhase.Backtrack, 0.01f)], again.Epochs.Select(Summary));
        Assert.Equal((3, TrainingPhase.Laq, 0.005f), Summary(Assert.Single(third.Epochs)));
        Assert.Throws<ArgumentException>(() => new FitOptions { FirstEpoch = 0 });
        Assert.Throws<ArgumentException>(
            () => model.Fit(SmallData.Train, options: SmallData.Quiet(2) with { FirstEpoch = int.MaxValue }));

        static (int, TrainingPhase, float) Summary(EpochReport epoch) => (epoch.Epoch, epoch.Phase, epoch.LearningRate);
    }

    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        (byte[] expected, TrainingReport whole) = InOne<TModel>();
        using TModel model = TModel.Create(seed: 1);
        List<EpochReport> epochs = [];
        for (int run = 0; run < Epochs; run++)
            epochs.AddRange(model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(1)).Epochs);

        Assert.Equal(expected, ModelBits.Of(model));
        Assert.Equal(Timeless(whole.Epochs), Timeless(epochs));
    }

    private static (byte[] Bits, TrainingReport Report) InOne<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(Epochs));
        return (ModelBits.Of(model), report);
    }

    private static IEnumerable<(int, TrainingPhase, float, double, double?)> Timeless(IEnumerable<EpochReport> epochs) => epochs.Select(
        epoch => (epoch.Epoch, epoch.Phase, epoch.LearningRate, epoch.TrainLoss, epoch.ValidationLoss));
}
