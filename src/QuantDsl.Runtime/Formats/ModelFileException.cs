namespace QuantDsl;

/// <summary>
/// A model file could not be read or written: it is damaged, cut short, not what the model expects, or its place on disk cannot be used.
/// The message names the file and says what was expected, what was found and what to do.
/// </summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the error that caused it.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The cause, such as an <see cref="IOException"/>.</param>
    public ModelFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
