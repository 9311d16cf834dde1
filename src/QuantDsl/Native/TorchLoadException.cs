namespace QuantDsl;

/// <summary>
/// libtorch or TorchSharp's native library cannot be loaded on this system. The message says what is missing and what to do, followed by
/// the error text of the system's loader.
/// </summary>
public sealed class TorchLoadException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public TorchLoadException()
        : base("libtorch cannot be loaded.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and what to do.</param>
    public TorchLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TorchLoadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
