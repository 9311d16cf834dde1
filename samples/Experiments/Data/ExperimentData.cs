using Experiments.Runs;
using QuantDsl;

namespace Experiments.Data;

/// <summary>Samples to train on, to choose the best epoch by, and to test with.</summary>
/// <param name="Name">What they are, for people.</param>
/// <param name="Training">Samples to train on.</param>
/// <param name="Validation">Those that choose the best epoch.</param>
/// <param name="Test">The test samples.</param>
/// <param name="Digest">Of all of them, before they were split.</param>
internal sealed record ExperimentData(string Name, Dataset Training, Dataset Validation, Dataset Test, string Digest) : IDisposable
{
    /// <summary>What a run's file says of them.</summary>
    public DataFacts Facts => new(Name, Training.Count, Validation.Count, Test.Count, Digest);

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
