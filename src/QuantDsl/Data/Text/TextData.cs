namespace QuantDsl;

/// <summary>A text for training a character-level language model: three data sets and the vocabulary.</summary>
/// <param name="Train">The first part of the text, for training.</param>
/// <param name="Validation">The part after it, for validation.</param>
/// <param name="Test">The last part, for testing.</param>
/// <param name="Vocabulary">The characters of all three parts.</param>
public sealed record TextData(Dataset Train, Dataset Validation, Dataset Test, Vocabulary Vocabulary) : IDisposable
{
    /// <summary>Disposes the three data sets.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
