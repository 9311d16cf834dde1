namespace QuantDsl;

/// <summary>The system's MPI cannot be used; the message says what to do.</summary>
public sealed class MpiException : Exception
{
    internal MpiException(string message)
        : base(message)
    {
    }
}
