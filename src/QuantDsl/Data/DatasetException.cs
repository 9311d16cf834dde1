namespace QuantDsl;

/// <summary>Data that cannot be used: a missing or damaged file, or unsuitable arrays or tensors.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>An error without details.</summary>
    public DatasetException()
    {
    }

    /// <summary>An error described by <paramref name="message"/>.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>An error described by <paramref name="message"/> and caused by <paramref name="innerException"/>.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public DatasetException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception with the common form of messages about data: where, what was expected and found, what to do.</summary>
    internal static DatasetException At(string where, string expected, string found, string remedy, Exception? cause = null) =>
        new($"{where}: expected {expected}, found {found}. {remedy}", cause);
}
