namespace QuantDsl;

/// <summary>One of the splits of a cross-validation, from <see cref="Dataset.Folds"/>.</summary>
/// <param name="Number">Number of the fold, from 1.</param>
/// <param name="Train">All examples but those of <paramref name="Validation"/>.</param>
/// <param name="Validation">The examples of this fold, which no other fold validates with.</param>
public sealed record Fold(int Number, Dataset Train, Dataset Validation) : IDisposable
{
    /// <summary>Disposes both data sets.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }
}
