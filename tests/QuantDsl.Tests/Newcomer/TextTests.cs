using QuantDsl.CompilerServices;
using QuantDsl.Tests.Training;
using QuantDsl.Training;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D11: what is printed without thinking reads well, and the same in every culture.</summary>
public sealed class TextTests
{
    [Fact]
    public void Results_as_text_do_not_depend_on_the_culture_or_name_types_of_the_compiler()
    {
        TrainingReport report = Report(restored: false);
        ZigZagMeasures measures = new() { Parameter = "Fc.weight", LevelFlips = 0.25, LargestSwing = 0.5, SignChanges = 0.125 };
        foreach (string culture in (string[])["", "de-DE", "ar-SA"])
        {
            using (new Culture(culture))
            {
                Assert.Equal("LeNet5 (1 bit, laq): 2 epochs in 0:30; best validation 95.00% in epoch 1 (test 85.00%)", $"{report}");
                Assert.Equal("epoch 1: train loss 4.50000, validation 95.00%, test 85.00%, 10.0 s", $"{report.Epochs[0]}");
                Assert.Equal("accuracy 98.50 %, loss 1.642", $"{new Evaluation(0.985, 1.6421)}");
                Assert.Equal("class 3 (cat), probability 0.981", $"{new Classification(3, 0.981f, "cat")}");
                Assert.Equal("class 3, probability 0.500", $"{new Classification(3, 0.5f, null)}");
                Assert.Equal("Fc.weight: level flips 0.25, largest swing 0.5, sign changes 0.125", $"{measures}");
                Assert.Equal("Normalization { Mean = 0.5, StandardDeviation = 0.5 }", $"{Normalization.ToMinusOneToOne}");
            }
        }
    }

    [Fact]
    public void Output_to_a_file_says_how_the_run_ended_and_which_weights_the_model_has()
    {
        var output = new StringWriter { NewLine = "\n" };

        _ = Report(restored: true, ProgressDisplay.Rows(output, TextWriter.Null));

        string[] lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal(
            "2 epochs in 0:30; best validation 95.00% in epoch 1 (test 85.00%); the model has the weights of epoch 1", lines[3]);
    }

    [Fact]
    public void Output_to_a_file_has_a_line_a_minute_in_a_long_epoch()
    {
        var output = new StringWriter { NewLine = "\n" };
        var time = new ManualTime();
        using TrainingSession session = Runs.Start(
            epochs: 1, steps: 200, time: time, display: ProgressDisplay.Rows(output, TextWriter.Null));
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        for (int step = 0; step < 200; step++)
        {
            time.Advance(1);
            session.EndStep(0.5f);
        }

        string[] lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("epoch 1/1 LAQ: 30 %, loss 0.5000, 1.00 steps/s, 2:20 left", lines[0]);
    }

    [Fact]
    public void An_augmented_data_set_says_so()
    {
        using var data = Dataset.FromArrays(new float[8 * 4], [1, 2, 2], new long[8], name: "digits");
        using Dataset augmented = data.Augment(new Augmentation { HorizontalFlip = true });

        Assert.Equal("digits: 8 examples of 1×2×2 in 2 classes", data.ToString());
        Assert.Equal("digits: 8 examples of 1×2×2 in 2 classes, augmented in training", augmented.ToString());
        (Dataset first, Dataset rest) = augmented.Split(4, seed: 1);
        Assert.All((Dataset[])[first, rest], part => Assert.EndsWith(", augmented in training", part.ToString(), StringComparison.Ordinal));
        first.Dispose();
        rest.Dispose();
    }

    private static TrainingReport Report(bool restored, ProgressDisplay? display = null)
    {
        var time = new ManualTime();
        using TrainingSession session = Runs.Start(epochs: 2, time: time, display: display);
        session.Epoch(1, 0.95, 0.85, time);
        session.Epoch(2, 0.9, 0.8, time);
        if (restored)
            session.RestoreBest();
        return session.Complete(null);
    }
}
