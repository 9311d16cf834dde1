namespace QuantDsl.Data;

/// <summary>A download from one mirror failed.</summary>
/// <param name="reason">The reason, for people.</param>
/// <param name="mayRetry">Whether another attempt may help.</param>
/// <param name="cause">The inner exception.</param>
internal sealed class FetchException(string reason, bool mayRetry, Exception? cause = null) : Exception(reason, cause)
{
    public bool MayRetry { get; } = mayRetry;
}
