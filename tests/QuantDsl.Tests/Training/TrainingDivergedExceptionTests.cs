using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Training;

public class TrainingDivergedExceptionTests
{
    private const string Advice = " or check that the input is normalised and has no NaN.";

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Outside_fit_it_names_step_phase_layer_and_rate(string culture)
    {
        using var _ = new Culture(culture);
        var e = new TrainingDivergedException(1234, TrainingPhase.Backtrack, "Conv2.weight", 0.005f);
        Assert.Equal(
            "Training stopped at step 1234 (backtrack): the gradient of Conv2.weight is NaN or infinite." +
            " Lower the learning rate (now 0.005)" + Advice,
            e.Message);
        Assert.Equal((1234L, 0, TrainingPhase.Backtrack, "Conv2.weight", 0.005f), (e.Step, e.Epoch, e.Phase, e.Layer, e.LearningRate));
    }

    [Fact]
    public void Without_a_layer_the_loss_is_not_finite() => Assert.Equal(
        "Training stopped at step 1 (LAQ): the loss is NaN or infinite. Lower the learning rate (now 1)" + Advice,
        new TrainingDivergedException(1, TrainingPhase.Laq, null, 1).Message);

    [Theory]
    [InlineData(true, "The model was restored to its best epoch (2).")]
    [InlineData(false, "The model was not restored to its best epoch (2).")]
    public void In_fit_it_adds_the_epoch_and_what_was_kept(bool restored, string kept)
    {
        using TrainingSession session = Runs.Start();
        session.Epoch(1, 0.8);
        session.Epoch(2, 0.9);
        session.BeginEpoch(3, TrainingPhase.Backtrack, 0.005f);
        TrainingDivergedException e = session.Explain(new(1234, TrainingPhase.Backtrack, "Conv2.weight", 0.005f), restored);
        Assert.Equal(
            "Training stopped at step 1234 (epoch 3, backtrack): the gradient of Conv2.weight is NaN or infinite. " + kept +
            " Lower the learning rate (now 0.005)" + Advice,
            e.Message);
    }

    [Fact]
    public void In_the_first_epoch_there_is_nothing_to_set_back_to()
    {
        const string words =
            "(epoch 1, Adam): the loss is NaN or infinite. No epoch was complete; the model is as it was before this step. Lower";
        Assert.Contains(words, Message("cpu"));
        Assert.Contains(words, Message("cuda:0"));

        static string Message(string device)
        {
            using TrainingSession session = Runs.Start(device: device);
            session.BeginEpoch(1, TrainingPhase.Adam, 0.005f);
            return session.Explain(new(3, TrainingPhase.Adam, null, 0.005f), restored: false).Message;
        }
    }
}
