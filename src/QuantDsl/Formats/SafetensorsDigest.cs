using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Formats;

/// <summary>
/// The checksum in a safetensors file: SHA-256 of the whole file (length, header and data), with the 64 digits of the checksum itself
/// replaced by <c>'0'</c>. For other programs it is ordinary metadata.
/// </summary>
internal static class SafetensorsDigest
{
    /// <summary>Metadata key of the checksum, 64 lower-case hexadecimal digits.</summary>
    public const string Key = "quantdsl.sha256";

    /// <summary>
    /// Metadata key of the sentence that explains how to verify the checksum. A file must have both keys or neither: damage to the name of
    /// one leaves the other, so a damaged file is never mistaken for one without a checksum.
    /// </summary>
    public const string RuleKey = "quantdsl.digest";

    /// <summary>That sentence.</summary>
    public const string Rule = "SHA-256 of this file with the digits of quantdsl.sha256 read as 0";

    /// <summary>Number of hexadecimal digits of the checksum.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    public static bool IsReserved(string key) => key is Key or RuleKey;

    public static IncrementalHash Start() => IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Returns the digits as ASCII, as they are written to the header.</summary>
    public static byte[] Finish(IncrementalHash hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
}
