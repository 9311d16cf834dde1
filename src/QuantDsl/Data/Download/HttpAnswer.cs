using System.Net;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Reads what a server's answer means.</summary>
internal static class HttpAnswer
{
    /// <summary>Where in the file the answer's bytes begin; −1: it has nothing beyond what is here.</summary>
    /// <exception cref="FetchException">It refuses.</exception>
    public static long Start(HttpResponseMessage response, long have)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return 0; // also from servers that do not know ranges
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == have:
                return have;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                return -1;
            default:
                string reason = Invariant($"it answers {(int)response.StatusCode} {response.ReasonPhrase}");
                throw new FetchException(reason, MayHelp(response.StatusCode));
        }
    }

    private static bool MayHelp(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
