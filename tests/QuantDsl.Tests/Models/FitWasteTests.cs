using System.Security.Cryptography;
using QuantDsl.Data;
using QuantDsl.Tests.Data;

namespace QuantDsl.Tests.Models;

/// <summary>Nothing that a run does is done twice.</summary>
[Collection(AloneCollection.Name)] // it reads what goes to standard error
public sealed class FitWasteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingDigits _examples = new();
    private readonly Dataset _test;

    public FitWasteTests() => _test = Dataset.FromSource(_examples, new int[CountingDigits.Number], "counted", classes: 10);

    public void Dispose()
    {
        _test.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // without a validation set the last epoch is the best one
    public void The_test_set_is_evaluated_once_an_epoch(bool restoreBest)
    {
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(3) with { Test = _test, RestoreBest = restoreBest });
        Assert.Equal(3 * CountingDigits.Number, _examples.Made);
        Assert.Equal(model.Evaluate(_test), report.TestAccuracy);
        Assert.Equal(report.Epochs[^1].TestAccuracy, report.TestAccuracy);
    }

    [Fact]
    public void Weights_of_an_earlier_epoch_are_evaluated_again()
    {
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(
            SmallData.Train, SmallData.Mislabelled, SmallData.Quiet(6) with { Test = SmallData.Train, RestoreBest = true });
        Assert.NotEqual(6, report.BestEpoch); // or the test shows nothing
        Assert.Equal(model.Evaluate(SmallData.Train), report.TestAccuracy);
        Assert.Equal(report.TestAccuracyAtBestValidation, report.TestAccuracy);
    }

    [Fact]
    public void A_run_that_is_only_resumed_is_evaluated_with_the_test_set_of_now()
    {
        FitOptions options = SmallData.Quiet(2) with { CheckpointPath = _folder.File("run.checkpoint") };
        using (var first = new TinyMlp(seed: 1))
            first.Fit(SmallData.Train, options: options with { Test = SmallData.Test });
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: options with { Test = SmallData.Train });
        Assert.Equal(model.Evaluate(SmallData.Train), report.TestAccuracy);
    }

    [Fact]
    public void A_run_cancelled_between_epochs_does_not_write_its_checkpoint_again()
    {
        using var token = new CancellationTokenSource();
        using var notes = new StringWriter();
        TextWriter error = Console.Error;
        Console.SetError(notes);
        string folder = _folder.File("gone");
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, options: SmallData.Quiet(3) with
        {
            CheckpointPath = Path.Combine(folder, "run.checkpoint"),
            CancellationToken = token.Token,
            OnEpoch = _ =>
            {
                Directory.Delete(folder, recursive: true); // so that another attempt to write would say so
                token.Cancel();
            },
        });
        Console.SetError(error);
        Assert.True(report.Cancelled);
        Assert.Single(report.Epochs);
        Assert.Null(report.Notes);
    }

    /// <summary>Images that count how many of them were made.</summary>
    private sealed class CountingDigits : ExampleSource
    {
        public const int Number = 30;

        private int _made;

        public int Made => Volatile.Read(ref _made);

        public override long Count => Number;

        public override long[] Shape { get; } = [1, 28, 28];

        public override Normalization? Normalization => null;

        public override int Threads => 1;

        public override void AppendTo(IncrementalHash hash) => hash.AppendData([(byte)Count]);

        protected internal override void Read(long index, RandomRegion? region, Span<float> example)
        {
            example.Fill(index);
            Interlocked.Increment(ref _made);
        }
    }
}
