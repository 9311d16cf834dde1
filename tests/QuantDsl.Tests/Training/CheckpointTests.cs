using QuantDsl.Formats;
using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Models;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

[Collection(AloneCollection.Name)]
public sealed class CheckpointTests : IDisposable
{
    private const int StepsOfEpoch = 6; // of SmallData

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_interrupted_anywhere_ends_with_the_bits_of_one_that_is_not()
    {
        Check<TinyMlp>();
        Check<TinyMlpThreeBit>();
        Check<TinyMlpFullPrecision>();
        Check<TinyDropoutNet>();
        Check<TinyConvNet>();
        Check<MeasuredDigits>(); // its measures too
    }

    /// <summary>Interrupts a run again and again, after a few steps each time, until it comes to its end.</summary>
    private void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        const int most = 2 * StepsOfEpoch; // readings of the clock
        (byte[] expected, TrainingReport whole) = Train<TModel>(SmallData.Quiet(4));
        var random = new Random(5);
        int within = 0;
        int between = 0;
        while (true)
        {
            int before = SavedEpochs();
            int ended = 0;
            using var token = new CancellationTokenSource();
            (byte[] bits, TrainingReport report) = Train<TModel>(SmallData.Quiet(4) with
            {
                CheckpointPath = Path,
                CancellationToken = token.Token,
                Time = new CancellingTime(token).After(random.Next(4, most)),
                OnEpoch = _ => ended++,
            });
            Assert.Equal(before + ended, report.Epochs.Count);
            if (report.Cancelled)
            {
                if (SavedSteps() > 0)
                    within++;
                else
                    between++;
                Assert.True(within + between < 100, "the run does not come to its end");
                continue;
            }
            Assert.Equal(expected, bits);
            Assert.Equal(Timeless(whole), Timeless(report));
            break;
        }
        Assert.True(within >= 2, $"interrupted only {within} times within an epoch");
        File.Delete(Path);
    }

    private int SavedEpochs() => File.Exists(Path) ? Saved().Report.Epochs.Count : 0;

    private long SavedSteps() => Saved().Steps;

    private RunProgress Saved()
    {
        using var file = SafetensorsFile.Open(Path);
        return RunProgress.FromJson(file.Metadata["quantdsl.checkpoint.progress"], StepsOfEpoch);
    }

    [Fact]
    public void An_epoch_is_not_lost_when_its_evaluation_fails()
    {
        (byte[] expected, TrainingReport whole) = Train<TinyMlpThreeBit>(SmallData.Quiet(3));
        using Dataset test = Dataset.DrawnDigits(train: 2, test: 20, seed: 9).Test;
        Assert.ThrowsAny<Exception>(() => Train<TinyMlpThreeBit>(SmallData.Quiet(3) with
        {
            CheckpointPath = Path,
            Test = test,
            OnEpoch = _ => test.Dispose(), // the evaluation of the second epoch finds no data
        }));
        Assert.Equal((1, StepsOfEpoch), (SavedEpochs(), SavedSteps()));

        (byte[] bits, TrainingReport report) = Train<TinyMlpThreeBit>(SmallData.Quiet(3) with { CheckpointPath = Path });
        Assert.Equal(expected, bits);
        Assert.Equal(whole.Epochs[2] with { Seconds = 0 }, report.Epochs[2] with { Seconds = 0 });
    }

    [Fact]
    public void The_best_epoch_is_kept_across_an_interruption()
    {
        FitOptions best = SmallData.Quiet(6) with { RestoreBest = true };
        (byte[] expected, TrainingReport whole) = Train<TinyMlp>(best, SmallData.Mislabelled);
        Assert.NotEqual(whole.Epochs.Count, whole.BestEpoch); // or the test shows nothing
        for (int until = whole.BestEpoch!.Value; until < 6; until++)
        {
            Train<TinyMlp>(best with { Epochs = until, CheckpointPath = Path }, SmallData.Mislabelled);
            (byte[] bits, TrainingReport report) = Train<TinyMlp>(best with { CheckpointPath = Path }, SmallData.Mislabelled);
            Assert.Equal(expected, bits);
            Assert.Equal(Timeless(whole), Timeless(report));
            File.Delete(Path);
        }
    }

    [Fact]
    public void A_finished_run_is_not_trained_again_and_goes_on_to_more_epochs()
    {
        FitOptions three = SmallData.Quiet(3) with { CheckpointPath = Path };
        (byte[] bits, TrainingReport report) = Train<TinyMlpTernary>(three);
        int epochs = 0;
        (byte[] again, TrainingReport same) = Train<TinyMlpTernary>(three with { OnEpoch = _ => epochs++ });
        Assert.Equal(bits, again);
        Assert.Equal(Timeless(report), Timeless(same));
        Assert.Equal(0, epochs);

        (byte[] expected, _) = Train<TinyMlpTernary>(SmallData.Quiet(5));
        (byte[] longer, _) = Train<TinyMlpTernary>(three with { Epochs = 5, OnEpoch = _ => epochs++ });
        Assert.Equal(expected, longer);
        Assert.Equal(2, epochs);

        string message = Refusal<TinyMlpTernary>(three with { Epochs = 4 });
        Assert.Contains("has 5 epochs already, more than the 4 of this run", message);
    }

    [Fact]
    public void Another_run_is_refused_by_its_first_difference()
    {
        FitOptions options = SmallData.Quiet(1) with { CheckpointPath = Path };
        Train<TinyMlp>(options);
        Assert.Contains("the seed is '1' there, but '2' now", Refusal<TinyMlp>(options with { Seed = 2 }));
        Assert.Contains("the period of backtracking is '2' there, but '0' now", Refusal<TinyMlp>(options with { BacktrackPeriod = 0 }));
        Assert.Contains("the blend of backtracking is '0.6' there, but '0.7' now", Refusal<TinyMlp>(options with { Blend = 0.7 }));
        Assert.Contains("the model's name is 'TinyMlp' there", Refusal<TinyMlpTernary>(options));
        Assert.Contains("the learning rate at the start is '0.01' there, but '0.02' now", Refusal<TinyMlp>(options, rate: 0.02f));
        Assert.Contains("the number of steps of an epoch is '6' there, but '3' now", Refusal<TinyMlp>(options, train: SmallData.Test));
        using Dataset others = Dataset.DrawnDigits(train: 200, test: 1, seed: 4).Train;
        Assert.Contains("the training set is '200 of 1×28×28, inputs", Refusal<TinyMlp>(options, train: others));
        using var inverted = Dataset.FromArrays(
            [.. Pixels(SmallData.Train).Select(pixel => -pixel)], [1, 28, 28], [.. Labels(SmallData.Train)], classes: 10);
        Assert.Contains("the training set is", Refusal<TinyMlp>(options, train: inverted)); // the labels are the same
        Assert.Contains("the first epoch is '1' there, but '2' now", Refusal<TinyMlp>(options with { FirstEpoch = 2 }));
        Assert.Contains("the validation set is", Refusal<TinyMlp>(options, validation: SmallData.Train));
    }

    [Fact]
    public void A_model_file_is_not_a_checkpoint()
    {
        using var model = new TinyMlp(seed: 1);
        model.Save(Path);
        Assert.Contains("is not a checkpoint of TinyMlp", Refusal<TinyMlp>(SmallData.Quiet(1) with { CheckpointPath = Path }));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_changes_nothing()
    {
        FitOptions options = SmallData.Quiet(1) with { CheckpointPath = Path };
        Train<TinyMlp>(options);
        byte[] whole = File.ReadAllBytes(Path);
        var random = new Random(3);
        for (int i = 0; i < 20; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] ^= 1;
            File.WriteAllBytes(Path, i % 2 == 0 ? damaged : whole[..random.Next(whole.Length)]);
            Assert.Contains(Path, Refusal<TinyMlp>(options));
        }
    }

    [Fact]
    public void A_run_goes_on_where_checkpoints_cannot_be_written_any_more()
    {
        string folder = _folder.File("gone");
        FitOptions options = SmallData.Quiet(3) with
        {
            CheckpointPath = System.IO.Path.Combine(folder, "run.checkpoint"),
            OnEpoch = epoch => { if (epoch.Epoch == 1) Directory.Delete(folder, recursive: true); },
        };
        (byte[] bits, TrainingReport report) = Train<TinyMlp>(options);
        Assert.Equal(3, report.Epochs.Count);
        Assert.Equal(Train<TinyMlp>(SmallData.Quiet(3)).Bits, bits);
    }

    [Fact]
    public void Nothing_is_trained_where_no_checkpoint_can_be_written() =>
        Assert.Throws<ModelFileException>(() => Train<TinyMlp>(SmallData.Quiet(1) with { CheckpointPath = _folder.Path }));

    private static (byte[] Bits, TrainingReport Report) Train<TModel>(FitOptions options, Dataset? validation = null)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, validation ?? SmallData.Test, options);
        return (ModelBits.Of(model), report);
    }

    private static float[] Pixels(Dataset data)
    {
        data.Slice(0, data.Count, out ReadOnlySpan<float> inputs, out _);
        return inputs.ToArray();
    }

    private static long[] Labels(Dataset data) => [.. data.SliceLabels(0, data.Count).ToArray().Select(label => (long)label)];

    private static string Refusal<TModel>(
        FitOptions options, float? rate = null, Dataset? train = null, Dataset? validation = null)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        model.LearningRate = rate ?? model.LearningRate;
        byte[] before = ModelBits.Of(model);
        ModelFileException refusal = Assert.Throws<ModelFileException>(
            () => model.Fit(train ?? SmallData.Train, validation ?? SmallData.Test, options));
        Assert.Equal(before, ModelBits.Of(model));
        return refusal.Message;
    }

    /// <summary>A report without what a clock says.</summary>
    private static string Timeless(TrainingReport report) =>
        (report with { Seconds = 0, Epochs = [.. report.Epochs.Select(epoch => epoch with { Seconds = 0 })] }).ToJson();
}
