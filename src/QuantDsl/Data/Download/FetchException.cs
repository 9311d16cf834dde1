namespace QuantDsl.Data;

/// <summary>Why a mirror did not give a file.</summary>
/// <param name="reason">In words.</param>
/// <param name="mayRetry">Whether another attempt may help.</param>
/// <param name="cause">The cause.</param>
internal sealed class FetchException(string reason, bool mayRetry, Exception? cause = null) : Exception(reason, cause)
{
    public bool MayRetry { get; } = mayRetry;
}
