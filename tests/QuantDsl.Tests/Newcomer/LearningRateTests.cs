using QuantDsl.Tests.Models;
using QuantDsl.Tests.Training;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D6: a learning rate that is set in <see cref="FitOptions.OnEpoch"/> acts from the next epoch on, and stays.</summary>
public sealed class LearningRateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_acts_from_the_next_epoch_on_and_the_model_keeps_it()
    {
        using var model = new TinyConvNet(seed: 1);

        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(3) with { OnEpoch = _ => model.LearningRate *= 0.5f });

        Assert.Equal([0.01f, 0.005f, 0.0025f], report.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(0.00125f, model.LearningRate);
    }

    /// <summary>The rate is halved after every second epoch; the rate that is set is halved, too.</summary>
    [Fact]
    public void Declared_decays_go_on_from_it()
    {
        using var model = new TinyMlp(seed: 1);

        TrainingReport report = model.Fit(
            SmallData.Train,
            options: SmallData.Quiet(6) with
            {
                OnEpoch = epoch =>
                {
                    if (epoch.Epoch == 3)
                        model.LearningRate = 0.02f;
                },
            });

        Assert.Equal([0.01f, 0.01f, 0.005f, 0.02f, 0.01f, 0.01f], report.Epochs.Select(epoch => epoch.LearningRate));
        TrainingReport more = model.Fit(SmallData.Train, options: SmallData.Quiet(1));
        Assert.Equal(0.005f, more.Epochs[0].LearningRate);
    }

    [Fact]
    public void Without_it_the_rate_is_what_it_was_before_the_run()
    {
        using var model = new TinyMlp(seed: 1);

        model.Fit(SmallData.Train, options: SmallData.Quiet(4));

        Assert.Equal(0.01f, model.LearningRate);
    }

    [Fact]
    public void A_run_that_resumes_has_it_too()
    {
        (byte[] expected, TrainingReport whole) = Train(checkpoint: null, CancellationToken.None);
        using var cancelled = new CancellationTokenSource();
        (_, TrainingReport first) = Train(_folder.File("run.checkpoint"), cancelled.Token, afterSecond: cancelled.Cancel);
        Assert.True(first.Cancelled);

        (byte[] bits, TrainingReport resumed) = Train(_folder.File("run.checkpoint"), CancellationToken.None);

        Assert.Equal(whole.Epochs.Select(epoch => epoch.LearningRate), resumed.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal([0.01f, 0.004f, 0.002f, 0.002f], resumed.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(expected, bits);
    }

    private static (byte[] Bits, TrainingReport Report) Train(string? checkpoint, CancellationToken token, Action? afterSecond = null)
    {
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(4) with
        {
            CheckpointPath = checkpoint,
            CancellationToken = token,
            OnEpoch = epoch =>
            {
                if (epoch.Epoch == 1)
                    model.LearningRate = 0.004f;
                if (epoch.Epoch == 2)
                    afterSecond?.Invoke();
            },
        });
        return (ModelBits.Of(model), report);
    }
}
