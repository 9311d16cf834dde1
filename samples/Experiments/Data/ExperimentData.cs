using Experiments.Runs;
using QuantDsl;

namespace Experiments.Data;

/// <summary>Samples for training, for choosing the best epoch, and for testing.</summary>
/// <param name="Name">Name of the data.</param>
/// <param name="Training">The training samples.</param>
/// <param name="Validation">The validation samples, which choose the best epoch.</param>
/// <param name="Test">The test samples.</param>
/// <param name="Digest">Digest of all samples before the split.</param>
internal sealed record ExperimentData(string Name, Dataset Training, Dataset Validation, Dataset Test, string Digest) : IDisposable
{
    /// <summary>The description that is stored in a run's file.</summary>
    public DataFacts Facts => new(Name, Training.Count, Validation.Count, Test.Count, Digest);

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
