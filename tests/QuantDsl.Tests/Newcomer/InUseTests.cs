using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D8: a model is trained by one thread at a time, and is not disposed meanwhile.</summary>
public sealed class InUseTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Whoever_trains_or_disposes_a_model_that_another_thread_trains_is_told()
    {
        var model = new TinyMlp(seed: 1);
        float[] inputs = new float[2 * 784];
        using var isTraining = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        Task<TrainingReport> run = Task.Factory.StartNew(
            () => model.Fit(SmallData.Train, options: SmallData.Quiet(1) with
            {
                OnEpoch = _ =>
                {
                    isTraining.Set();
                    mayEnd.Wait(Hang);
                },
            }),
            TaskCreationOptions.LongRunning);
        Assert.True(isTraining.Wait(Hang));

        Says("is being trained by another thread", () => model.Fit(SmallData.Train, options: SmallData.Quiet(1)));
        Says("is being trained by another thread", () => model.Step(inputs, [0, 1]));
        Says("is being trained by another thread", () => model.BacktrackStep(inputs, [0, 1]));
        SmallData.WithBatch(0, (input, labels) =>
        {
            Says("is being trained by another thread", () => model.Step(input, labels));
            Says("is being trained by another thread", () => model.BacktrackStep(input, labels));
        });
        Says("cannot be disposed meanwhile", model.Dispose);
        float[] latent = new float[model.Fc1.Weight.Count];
        Assert.Throws<InvalidOperationException>(() => model.Fc1.SetLatent(latent));
        model.Predict(new float[784], new float[10]); // any thread may
        mayEnd.Set();

        Assert.False((await run).Cancelled);
        model.Step(inputs, [0, 1]);
        model.Dispose();
        model.Dispose();

        static void Says(string what, Action action)
        {
            string message = Assert.Throws<InvalidOperationException>(action).Message;
            Assert.StartsWith("TinyMlp ", message, StringComparison.Ordinal);
            Assert.Contains(what, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Many_runs_of_one_model_at_once_are_one_run_or_a_refusal()
    {
        using var model = new TinyMlp(seed: 1);
        using var together = new Barrier(4);
        Task<bool>[] runs =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning)),
        ];

        Assert.InRange((await Task.WhenAll(runs)).Count(isDone => isDone), 1, 4);

        bool Run()
        {
            together.SignalAndWait();
            try
            {
                return model.Fit(SmallData.Train, options: SmallData.Quiet(2)).Epochs.Count == 2;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>The thread that trains may take a step or begin a run in a callback, but not pull the model away from itself.</summary>
    [Fact]
    public void A_callback_may_train_but_not_dispose()
    {
        using var model = new TinyMlp(seed: 1);
        int runs = 0;

        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(1) with
        {
            OnEpoch = _ =>
            {
                Assert.Throws<InvalidOperationException>(model.Dispose);
                model.Step(new float[2 * 784], [0, 1]);
                runs += model.Fit(SmallData.Train, options: SmallData.Quiet(1)).Epochs.Count;
            },
        });

        Assert.Equal((1, 1), (runs, report.Epochs.Count));
    }

    [Fact]
    public async Task A_step_that_fails_gives_the_model_free()
    {
        using var model = new TinyMlp(seed: 1);
        Assert.Throws<TrainingDivergedException>(() => model.Step([.. Enumerable.Repeat(float.NaN, 2 * 784)], [0, 1]));
        Assert.Throws<ArgumentException>(() => model.Step(new float[3], [0, 1]));

        await Task.Run(() => model.Step(new float[2 * 784], [0, 1]));
    }
}
