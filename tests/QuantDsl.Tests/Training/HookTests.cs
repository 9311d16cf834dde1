using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training;

/// <summary>What calls the user while a model trains.</summary>
public sealed class HookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_step_is_shown_and_their_mean_is_the_epochs_loss()
    {
        using TinyMlp model = new(seed: 1);
        List<StepReport> steps = [];
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(2) with { OnStep = steps.Add });

        Assert.Equal(Enumerable.Range(0, 12).Select(step => (1 + (step / 6), 1L + (step % 6), 6L)),
            steps.Select(step => (step.Epoch, step.Step, step.StepsPerEpoch)));
        Assert.Equal([TrainingPhase.Laq, TrainingPhase.Backtrack], steps.Select(step => step.Phase).Distinct());
        Assert.Equal(report.Epochs[1].TrainLoss, steps.Skip(6).Average(step => (double)step.Loss), 1e-12);
    }

    [Fact]
    public void A_rate_that_is_set_acts_from_the_next_step_on_and_a_resumed_run_has_it()
    {
        byte[] expected = Train(null, stop: null, out float[] rates);
        Assert.Equal([0.01f, 0.01f, 0.01f, 0.005f, 0.005f, 0.005f], rates[..6]);
        Assert.Equal(0.005f, rates[6]); // TinyMlp's rate is halved after the second epoch
        Assert.Equal(0.0025f, rates[12]);

        using var stop = new CancellationTokenSource();
        Train(_folder.File("run.checkpoint"), stop, out _);
        Assert.Equal(expected, Train(_folder.File("run.checkpoint"), stop: null, out float[] resumed));
        Assert.Equal(rates[5..], resumed);
    }

    [Fact]
    public void An_exception_ends_the_run_after_its_step()
    {
        using TinyMlp model = new(seed: 1), other = new(seed: 1);
        Assert.Throws<InvalidDataException>(() => model.Fit(SmallData.Train, options: SmallData.Quiet(1) with
        {
            OnStep = step =>
            {
                if (step.Step == 2)
                    throw new InvalidDataException("enough");
            },
        }));
        using var stop = new CancellationTokenSource();
        other.Fit(SmallData.Train, options: SmallData.Quiet(1) with
        {
            CancellationToken = stop.Token,
            OnStep = step =>
            {
                if (step.Step == 2)
                    stop.Cancel();
            },
        });
        Assert.Equal(ModelBits.Of(other), ModelBits.Of(model));
    }

    [Fact]
    public void A_step_that_is_shown_allocates_nothing_either()
    {
        double sum = 0;
        using TrainingSession session = Runs.Start(new() { HandleCtrlC = false, OnStep = step => sum += step.Loss }, steps: 100_000);
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        session.EndStep(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10_000; step++)
        {
            session.BeginStep(0.005f);
            session.EndStep(1);
            session.TakeRateOfStep(0.005f);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_001, sum);
    }

    [Fact]
    public void Reports_of_epochs_go_to_whoever_shows_progress()
    {
        using TinyMlp model = new(seed: 1);
        Collected epochs = new();
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(2) with { EpochProgress = epochs });
        Assert.Equal(report.Epochs, epochs.All);
    }

    [Fact]
    public void A_logger_hears_of_the_run_and_of_what_goes_wrong_beside_it()
    {
        using TinyMlp model = new(seed: 1);
        Memory logger = new();
        model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(2) with { Logger = logger });
        Assert.Equal(4, logger.Lines.Count);
        Assert.Equal("Information 1: TinyMlp: training of epochs 1 to 2 begins, 6 steps each, on cpu", logger.Lines[0]);
        Assert.StartsWith("Information 2: TinyMlp: epoch 1 of 2: train loss ", logger.Lines[1]);
        Assert.StartsWith("Information 2: TinyMlp: epoch 2 of 2: train loss ", logger.Lines[2]);
        Assert.StartsWith("Information 3: TinyMlp: 2 epochs in ", logger.Lines[3]);

        using TrainingSession session = Runs.Start(new() { HandleCtrlC = false, Logger = logger });
        session.NoteFailure("report", "the report was not written");
        Assert.Equal("Warning 5: LeNet5: the report was not written", logger.Lines[^1]);
    }

    [Fact]
    public void A_logger_that_fails_does_not_end_a_run()
    {
        using TinyMlp model = new(seed: 1);
        Assert.Single(model.Fit(SmallData.Train, options: SmallData.Quiet(1) with { Logger = new Memory { Fails = true } }).Epochs);
    }

    [Fact]
    public async Task Training_in_the_background_gives_the_same_bits()
    {
        using TinyMlp model = new(seed: 1), other = new(seed: 1);
        int caller = Environment.CurrentManagedThreadId, trainer = caller;
        TrainingReport report = await model.FitAsync(
            SmallData.Train, options: SmallData.Quiet(2) with { OnStep = _ => trainer = Environment.CurrentManagedThreadId });
        other.Fit(SmallData.Train, options: SmallData.Quiet(2));
        Assert.Equal(2, report.Epochs.Count);
        Assert.NotEqual(caller, trainer);
        Assert.Equal(ModelBits.Of(other), ModelBits.Of(model));
    }

    [Fact]
    public async Task Training_in_the_background_can_be_cancelled_and_fails_as_Fit_does()
    {
        using TinyMlp model = new(seed: 1);
        using var stop = new CancellationTokenSource();
        TrainingReport report = await model.FitAsync(
            SmallData.Train, options: SmallData.Quiet(50) with { OnEpoch = _ => stop.Cancel() }, cancellationToken: stop.Token);
        Assert.True(report.Cancelled);
        Assert.Single(report.Epochs);
        await Assert.ThrowsAsync<ArgumentException>(
            () => model.FitAsync(SmallData.Train, options: SmallData.Quiet(1) with { Patience = 1 }));
    }

    private static byte[] Train(string? checkpoint, CancellationTokenSource? stop, out float[] rates)
    {
        using TinyMlp model = new(seed: 1);
        List<float> seen = [];
        model.Fit(SmallData.Train, options: SmallData.Quiet(4) with
        {
            CheckpointPath = checkpoint,
            CancellationToken = stop?.Token ?? CancellationToken.None,
            OnStep = step =>
            {
                seen.Add(step.LearningRate);
                if (step is { Epoch: 1, Step: 3 })
                    model.LearningRate = 0.005f;
                if (step is { Epoch: 1, Step: 5 })
                    stop?.Cancel();
            },
        });
        rates = [.. seen];
        return ModelBits.Of(model);
    }

    private sealed class Collected : IProgress<EpochReport>
    {
        public List<EpochReport> All { get; } = [];

        public void Report(EpochReport value) => All.Add(value);
    }

    private sealed class Memory : ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public bool Fails { get; init; }

        public List<string> Lines => [.. _lines];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Fails)
                throw new IOException("no space is left");
            _lines.Enqueue(FormattableString.Invariant($"{logLevel} {eventId.Id}: {formatter(state, exception)}"));
        }
    }
}
