using System.Globalization;
using System.Text.Json;
using global::Digits.Models;

namespace QuantDsl.Tests.Digits;

[Trait("Category", "Slow")]
public class TrainingRunTests
{
    // 960 images: 800 train in 6 minibatches of 128, 160 validate.
    private const int Train = 960;
    private const int Test = 200;

    [Fact]
    public void The_saved_model_has_the_printed_and_reported_test_accuracy()
    {
        using DigitsFolder folder = new(Train, Test);
        string saved = folder.File("model.safetensors");
        string report = folder.File("report.json");

        var run = DigitsRun.Of(
            "--data", folder.Path, "--epochs", "5", "--seed", "3", "--bits", "2", "--save", saved, "--report", report, "--metrics");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal(
            $"lenet5, 2 bit, blaq; {Path.GetFileName(folder.Path)}: 800 training, 160 validation, 200 test", run.OutputLines[0]);
        Assert.Contains(LeNet5Ternary.Info.Table.TrimEnd(), run.Output);
        Assert.Contains($"saved as {saved}", run.OutputLines);
        Assert.Contains(run.OutputLines, line => line.StartsWith("packed size: ", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(File.ReadAllText(report));
        double accuracy = json.RootElement.GetProperty("testAccuracy").GetDouble();
        JsonElement metrics = json.RootElement.GetProperty("classMetrics");
        Assert.Equal(accuracy, metrics.GetProperty("accuracy").GetDouble());
        Assert.Equal(200, metrics.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(number => number.GetInt32())));
        Assert.Contains(run.OutputLines, line => line.StartsWith("on the test set: accuracy ", StringComparison.Ordinal));
        Assert.True(accuracy > 0.3, $"a network that has learned something, not {accuracy}");
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {accuracy:F4}"), run.OutputLines[^1]);

        (Dataset train, Dataset test) = Dataset.FromIdxFolder(folder.Path);
        using var model = LeNet5Ternary.Load(saved);
        using (train)
        using (test)
            Assert.Equal(accuracy, model.Evaluate(test));
    }

    [Fact]
    public void The_report_holds_the_run_and_its_epochs()
    {
        using DigitsFolder folder = new(Train, Test);
        string report = folder.File("report.json");

        var run = DigitsRun.Of(
            "--data", folder.Path, "--epochs", "5", "--seed", "-7", "--save", folder.File("m.safetensors"), "--report", report);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        JsonElement root = json.RootElement;
        Assert.Equal("LeNet5", root.GetProperty("model").GetString());
        Assert.Equal(1, root.GetProperty("bits").GetInt32());
        Assert.Equal("blaq", root.GetProperty("method").GetString());
        Assert.Equal(-7, root.GetProperty("seed").GetInt64());
        Assert.Equal("cpu", root.GetProperty("device").GetString());
        JsonElement[] epochs = [.. root.GetProperty("epochs").EnumerateArray()];
        Assert.Equal([1, 2, 3, 4, 5], epochs.Select(epoch => epoch.GetProperty("epoch").GetInt32()));
        Assert.Equal(["laq", "laq", "laq", "laq", "backtrack"], epochs.Select(epoch => epoch.GetProperty("stage").GetString()));
        Assert.All(epochs, epoch =>
        {
            Assert.Equal(0.005f, epoch.GetProperty("learningRate").GetSingle());
            Assert.True(epoch.GetProperty("trainLoss").GetDouble() > 0);
            Assert.InRange(epoch.GetProperty("validationAccuracy").GetDouble(), 0, 1);
            Assert.InRange(epoch.GetProperty("testAccuracy").GetDouble(), 0, 1);
            Assert.True(epoch.GetProperty("seconds").GetDouble() > 0);
            Assert.Equal(6, epoch.GetProperty("steps").GetInt64());
        });

        JsonElement best = epochs.MaxBy(epoch => epoch.GetProperty("validationAccuracy").GetDouble());
        Assert.Equal(best.GetProperty("validationAccuracy").GetDouble(), root.GetProperty("bestValidationAccuracy").GetDouble());
        Assert.Equal(best.GetProperty("testAccuracy").GetDouble(), root.GetProperty("testAccuracyAtBestValidation").GetDouble());
        Assert.Equal(best.GetProperty("testAccuracy").GetDouble(), root.GetProperty("testAccuracy").GetDouble());
    }

    [Theory]
    [InlineData("--bits 1 --method laq", "LeNet5", "laq", "laq")]
    [InlineData("--bits 3 --method blaq", "LeNet5ThreeBit", "blaq", "backtrack")]
    [InlineData("--bits 32", "LeNet5FullPrecision", "adam", "adam")]
    public void The_options_choose_the_class_and_the_method(string options, string model, string method, string fifthEpoch)
    {
        using DigitsFolder folder = new(160, 20);
        string report = folder.File("report.json");

        var run = DigitsRun.Of([
            .. options.Split(' '), "--data", folder.Path, "--epochs", "5", "--save", folder.File("m.safetensors"), "--report", report]);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var written = TrainingReport.LoadJson(report);
        Assert.Equal((model, method), (written.Model, written.Method));
        Assert.Equal(fifthEpoch, written.Epochs[4].Phase.ToString().ToLowerInvariant());
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_does_not()
    {
        using DigitsFolder folder = new(Train, 20);
        byte[] first = SavedWithSeed("5");

        Assert.Equal(first, SavedWithSeed("5"));
        Assert.NotEqual(first, SavedWithSeed("6"));

        byte[] SavedWithSeed(string seed)
        {
            string saved = folder.File("m.safetensors");
            var run = DigitsRun.Of("--data", folder.Path, "--epochs", "1", "--seed", seed, "--save", saved);
            Assert.Equal(("", 0), (run.Error, run.ExitCode));
            return File.ReadAllBytes(saved);
        }
    }

    [Fact]
    public void Damaged_data_is_one_line_and_exit_code_1()
    {
        using DigitsFolder folder = new(Train, 20);
        string images = folder.File("train-images-idx3-ubyte");
        File.WriteAllBytes(images, File.ReadAllBytes(images)[..^1]);

        AssertFails(folder, images);
    }

    [Theory]
    [InlineData(153, 28)] // 127 images remain to train, one less than a minibatch
    [InlineData(200, 20)]
    public void Images_that_the_model_does_not_take_are_one_line_and_exit_code_1(int train, int width)
    {
        using DigitsFolder folder = new(train, 20, width);

        AssertFails(folder, "expected at least 154 training images of 1×28×28 in at most 10 classes");
    }

    [Fact]
    public void The_smallest_data_set_that_gives_one_minibatch_trains()
    {
        using DigitsFolder folder = new(154, 20);

        var run = DigitsRun.Of("--data", folder.Path, "--epochs", "1", "--save", folder.File("m.safetensors"));

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.EndsWith(": 128 training, 26 validation, 20 test", run.OutputLines[0]);
    }

    private static void AssertFails(DigitsFolder folder, string message)
    {
        string saved = folder.File("m.safetensors");
        var run = DigitsRun.Of("--data", folder.Path, "--epochs", "1", "--save", saved);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, Assert.Single(run.ErrorLines));
        Assert.False(File.Exists(saved));
    }
}
