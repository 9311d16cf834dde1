using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training.TensorBoard;

[Collection(AloneCollection.Name)]
public class TensorBoardTests
{
    [Fact]
    public void Every_epoch_is_there_with_the_numbers_of_the_report()
    {
        using TemporaryFolder folder = new();
        (TrainingReport report, float[] scales) = Train<TinyMlpThreeBit>(
            SmallData.Quiet(5) with { TensorBoardPath = folder.Path, BacktrackPeriod = 2 });

        Dictionary<string, List<(long Step, float Value)>> shown = EventFileReader.Shown(folder.Path);

        Check(shown, "loss/train", report, epoch => epoch.TrainLoss);
        Check(shown, "loss/validation", report, epoch => epoch.ValidationLoss!.Value);
        Check(shown, "loss/test", report, epoch => epoch.TestLoss!.Value);
        Check(shown, "accuracy/validation", report, epoch => epoch.ValidationAccuracy!.Value);
        Check(shown, "accuracy/test", report, epoch => epoch.TestAccuracy!.Value);
        Check(shown, "learning_rate", report, epoch => epoch.LearningRate);
        Check(shown, "seconds", report, epoch => epoch.Seconds);
        Check(
            shown, "gradient_evaluations", report,
            epoch => report.Epochs.Take(epoch.Epoch).Sum(each => each.Steps * (each.Epoch % 2 == 0 ? 2 : 1)));
        Assert.Equal(
            scales,
            shown.Where(pair => pair.Key.StartsWith("scale/", StringComparison.Ordinal)).Select(pair => pair.Value[^1].Value));
        Assert.Equal(8 + scales.Length, shown.Count);
    }

    [Fact]
    public void Without_validation_test_and_quantizer_there_are_no_numbers_of_them()
    {
        using TemporaryFolder folder = new();
        using (TinyMlpFullPrecision model = new())
            model.Fit(SmallData.Train, null, SmallData.Quiet(1) with { TensorBoardPath = folder.Path });

        Assert.Equal(["gradient_evaluations", "learning_rate", "loss/train", "seconds"], EventFileReader.Shown(folder.Path).Keys.Order());
    }

    [Fact]
    public void Measures_of_zig_zag_are_there_where_they_were_taken()
    {
        using TemporaryFolder folder = new();
        EpochReport epoch = new()
        {
            Epoch = 3,
            Phase = TrainingPhase.Laq,
            LearningRate = 1,
            TrainLoss = 1,
            Seconds = 1,
            Steps = 1,
            ZigZag =
            [
                new ZigZagMeasures
                {
                    Parameter = "Fc1.weight",
                    LevelFlips = 0.25,
                    LargestSwing = 0.5,
                    SignChanges = 0.125,
                    GradientCosine = -0.75,
                    TrialCosine = 1,
                },
                new ZigZagMeasures { Parameter = "Out.weight", LevelFlips = 0, LargestSwing = 2 },
            ],
        };
        using (var log = new TensorBoardLog(folder.Path, TimeProvider.System))
            log.Write([epoch]);

        Assert.Equal(
            [
                "zigzag_gradient_cosine/Fc1.weight [(3, -0.75)]", "zigzag_largest_swing/Fc1.weight [(3, 0.5)]",
                "zigzag_largest_swing/Out.weight [(3, 2)]", "zigzag_level_flips/Fc1.weight [(3, 0.25)]",
                "zigzag_level_flips/Out.weight [(3, 0)]", "zigzag_sign_changes/Fc1.weight [(3, 0.125)]",
                "zigzag_trial_cosine/Fc1.weight [(3, 1)]",
            ],
            EventFileReader.Shown(folder.Path)
                .Where(pair => pair.Key.StartsWith("zigzag", StringComparison.Ordinal))
                .Select(pair => FormattableString.Invariant($"{pair.Key} [{string.Join(' ', pair.Value)}]"))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_resumed_run_replaces_the_epochs_that_it_repeats()
    {
        using TemporaryFolder folder = new();
        string checkpoint = folder.File("checkpoint");
        FitOptions options = SmallData.Quiet(4) with
        {
            TensorBoardPath = folder.File("events"),
            CheckpointPath = checkpoint,
            BacktrackPeriod = 0,
        };
        byte[] afterTwo = [];
        Train<TinyMlpThreeBit>(options with { OnEpoch = epoch => afterTwo = epoch.Epoch == 2 ? File.ReadAllBytes(checkpoint) : afterTwo });
        File.WriteAllBytes(checkpoint, afterTwo);

        (TrainingReport report, _) = Train<TinyMlpThreeBit>(options);

        Dictionary<string, List<(long Step, float Value)>> shown = EventFileReader.Shown(folder.File("events"));
        Assert.Equal(2, Directory.GetFiles(folder.File("events")).Length);
        Check(shown, "seconds", report, epoch => epoch.Seconds); // of the first two from the first run, of the others from the second
        Check(shown, "gradient_evaluations", report, epoch => epoch.Epoch * epoch.Steps);
    }

    [Fact]
    public void Another_run_in_the_same_folder_replaces_the_first()
    {
        using TemporaryFolder folder = new();
        Train<TinyMlpThreeBit>(SmallData.Quiet(3) with { TensorBoardPath = folder.Path });
        (TrainingReport report, _) = Train<TinyMlpThreeBit>(SmallData.Quiet(2) with { TensorBoardPath = folder.Path });

        Check(EventFileReader.Shown(folder.Path), "seconds", report, epoch => epoch.Seconds);
    }

    [Fact]
    public void A_path_that_is_no_folder_is_refused_before_training()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("file", "text");

        Assert.Throws<IOException>(() => Train<TinyMlpThreeBit>(SmallData.Quiet(1) with { TensorBoardPath = file }));
        Assert.Throws<ArgumentException>(() => new FitOptions { TensorBoardPath = " " });
    }

    private static (TrainingReport Report, float[] Scales) Train<TModel>(FitOptions options)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create();
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Test, options with { Test = SmallData.Test });
        return (report, [.. model.Layers.Where(layer => layer.Bits < 32).Select(layer => layer.Scale.item<float>())]);
    }

    private static void Check(
        Dictionary<string, List<(long Step, float Value)>> shown, string tag, TrainingReport report, Func<EpochReport, double> expected) =>
        Assert.Equal(report.Epochs.Select(epoch => ((long)epoch.Epoch, (float)expected(epoch))), shown[tag]);
}
