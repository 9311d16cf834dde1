using System.Net;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Interprets a server's response.</summary>
internal static class HttpAnswer
{
    /// <summary>
    /// The position in the file where the response's bytes begin; −1 if the server's file cannot continue the part that is here.
    /// </summary>
    /// <exception cref="FetchException">The server refused the request.</exception>
    public static long Start(HttpResponseMessage response, long have)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return 0; // also from servers that do not support ranges
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == have:
                return have;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                return -1;
            default:
                string reason = Invariant($"the server responded {(int)response.StatusCode} {response.ReasonPhrase}");
                throw new FetchException(reason, MayHelp(response.StatusCode));
        }
    }

    private static bool MayHelp(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
