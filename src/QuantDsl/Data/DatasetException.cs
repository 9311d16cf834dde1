namespace QuantDsl;

/// <summary>Data that cannot be used: a missing or damaged file, or tensors that do not make a data set.</summary>
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

    /// <summary>The form of every message about data: where, expected, found, remedy.</summary>
    internal static DatasetException At(string where, string expected, string found, string remedy, Exception? cause = null) =>
        new($"{where}: expected {expected}, found {found}. {remedy}", cause);
}
