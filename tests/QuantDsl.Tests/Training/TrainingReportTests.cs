using System.Text.Json;

namespace QuantDsl.Tests.Training;

public class TrainingReportTests
{
    private static readonly TrainingReport Sample = new()
    {
        Model = "LeNet5",
        Bits = 1,
        Method = "blaq",
        Seed = -9007199254740993,
        Device = "cuda:0",
        Convolutions = ConvolutionCheck.RightWithoutOneDnn,
        TestAccuracy = 0.9912,
        BestValidationAccuracy = 0.992,
        BestEpoch = 2,
        TestAccuracyAtBestValidation = 0.9915,
        Cancelled = true,
        Seconds = 12.5,
        Epochs =
        [
            new()
            {
                Epoch = 1,
                Phase = TrainingPhase.Laq,
                LearningRate = 0.005f,
                TrainLoss = 0.1 + 0.2,
                ValidationAccuracy = 0.5,
                ValidationLoss = 0.75,
                TestAccuracy = 0.25,
                TestLoss = 0.125,
                Seconds = 4.5,
                Steps = 390,
            },
            new() { Epoch = 2, Phase = TrainingPhase.Backtrack, LearningRate = 0.0005f, TrainLoss = 1e-9, Seconds = 8, Steps = 390 },
        ],
    };

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public void Json_has_exactly_these_names_and_values(string culture)
    {
        using var _ = new Culture(culture);
        Assert.Equal(
            """
            {
              "model": "LeNet5",
              "bits": 1,
              "method": "blaq",
              "seed": -9007199254740993,
              "device": "cuda:0",
              "convolutions": "rightWithoutOneDnn",
              "testAccuracy": 0.9912,
              "bestValidationAccuracy": 0.992,
              "bestEpoch": 2,
              "testAccuracyAtBestValidation": 0.9915,
              "cancelled": true,
              "seconds": 12.5,
              "epochs": [
                {
                  "epoch": 1,
                  "stage": "laq",
                  "learningRate": 0.005,
                  "trainLoss": 0.30000000000000004,
                  "validationAccuracy": 0.5,
                  "validationLoss": 0.75,
                  "testAccuracy": 0.25,
                  "testLoss": 0.125,
                  "seconds": 4.5,
                  "steps": 390,
                  "gradientEvaluations": 390
                },
                {
                  "epoch": 2,
                  "stage": "backtrack",
                  "learningRate": 0.0005,
                  "trainLoss": 1E-09,
                  "validationAccuracy": null,
                  "validationLoss": null,
                  "testAccuracy": null,
                  "testLoss": null,
                  "seconds": 8,
                  "steps": 390,
                  "gradientEvaluations": 780
                }
              ]
            }
            """.ReplaceLineEndings("\n"), Sample.ToJson());
        Assert.Equal(Sample, TrainingReport.FromJson(Sample.ToJson()));
    }

    [Fact]
    public void Round_trip_keeps_every_property()
    {
        var copy = TrainingReport.FromJson(Sample.ToJson());
        Assert.Equal(Sample.Epochs, copy.Epochs);
        Assert.Equal(
            (Sample.Seed, Sample.BestEpoch, Sample.TestAccuracy, true), (copy.Seed, copy.BestEpoch, copy.TestAccuracy, copy.Cancelled));
        Assert.Equal(Sample.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(Sample, copy with { Epochs = [copy.Epochs[0]] });
    }

    [Fact]
    public void Phase_of_full_precision_reads_adam()
    {
        TrainingReport report = Sample with { Epochs = [Sample.Epochs[0] with { Phase = TrainingPhase.Adam }] };
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal("adam", json.RootElement.GetProperty("epochs")[0].GetProperty("stage").GetString());
    }

    [Fact]
    public void A_report_of_before_convolutions_were_checked_is_read()
    {
        TrainingReport old = Sample with { Convolutions = null };
        Assert.DoesNotContain("convolutions", old.ToJson(), StringComparison.Ordinal);
        Assert.Null(TrainingReport.FromJson(old.ToJson()).Convolutions);
    }

    [Theory]
    [InlineData("null", "got null")]
    [InlineData("{", "Not the JSON of a training report")]
    [InlineData("{}", "'model'")]
    [InlineData("""{"model":null,"bits":1,"method":"laq","seed":0,"device":"cpu","seconds":1,"epochs":[]}""", "model")]
    [InlineData("""{"model":"m","bits":"one","method":"laq","seed":0,"device":"cpu","seconds":1,"epochs":[]}""", "$.bits")]
    public void Wrong_json_is_an_error_that_says_what_is_wrong(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TrainingReport.FromJson(json)).Message);

    [Fact]
    public void Saving_makes_directories_and_replaces_the_file()
    {
        using var directory = new TemporaryFolder();
        string path = directory.File("a/b/report.json");
        Sample.SaveJson(path);
        (Sample with { Model = "Other" }).SaveJson(path);
        Assert.Equal("Other", TrainingReport.LoadJson(path).Model);
        Assert.Equal(["report.json"], directory.Files);
    }

    [Fact]
    public void A_wrong_file_is_named()
    {
        using var directory = new TemporaryFolder();
        File.WriteAllText(directory.File("bad.json"), "[]");
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => TrainingReport.LoadJson(directory.File("bad.json")));
        Assert.StartsWith(directory.File("bad.json"), e.Message);
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_no_temporary()
    {
        using var directory = new TemporaryFolder();
        Directory.CreateDirectory(directory.File("report.json"));
        File.WriteAllText(directory.File("report.json/inside"), "");
        Assert.ThrowsAny<SystemException>(() => Sample.SaveJson(directory.File("report.json")));
        Assert.Equal(["inside"], directory.Files);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_report()
    {
        using var directory = new TemporaryFolder();
        string path = directory.File("report.json");
        EpochReport[] epochs = [.. Enumerable.Range(1, 500).Select(epoch => Sample.Epochs[0] with { Epoch = epoch })];
        TrainingReport report = Sample with { Epochs = epochs };
        report.SaveJson(path);
        var writer = Task.Run(() =>
        {
            for (int i = 0; i < 20; i++) (report with { Seed = i }).SaveJson(path);
        });
        int reads = 0;
        do
        {
            Assert.Equal(500, TrainingReport.LoadJson(path).Epochs.Count);
            reads++;
        }
        while (!writer.IsCompleted);
        await writer;
        Assert.True(reads > 0);
        Assert.Equal(19, TrainingReport.LoadJson(path).Seed);
    }
}
