namespace QuantDsl;

/// <summary>
/// Something that a model on a CUDA device needs is missing or failed: a GPU, its driver, the compiler, or memory. The message says which
/// call failed, the name of CUDA's error, and what to do if that is known.
/// </summary>
public sealed class CudaException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public CudaException()
        : base("CUDA failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed and what to do.</param>
    public CudaException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CudaException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
