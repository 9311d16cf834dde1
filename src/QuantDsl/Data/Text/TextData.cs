namespace QuantDsl;

/// <summary>A text to train a character model on, in three parts in the order of the text, and its vocabulary.</summary>
/// <param name="Train">The first part.</param>
/// <param name="Validation">What follows.</param>
/// <param name="Test">The end.</param>
/// <param name="Vocabulary">The characters of the whole text.</param>
public sealed record TextData(Dataset Train, Dataset Validation, Dataset Test, Vocabulary Vocabulary) : IDisposable
{
    /// <summary>Frees the three parts.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
