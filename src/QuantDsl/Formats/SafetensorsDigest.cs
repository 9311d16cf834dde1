using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Formats;

/// <summary>
/// The checksum in a safetensors file: SHA-256 of the whole file (length, header and data) in which the 64 digits of the checksum itself
/// are read as <c>'0'</c>. To other programs it is ordinary metadata.
/// </summary>
internal static class SafetensorsDigest
{
    /// <summary>Metadata key of the checksum, 64 lower-case hexadecimal digits.</summary>
    public const string Key = "quantdsl.sha256";

    /// <summary>
    /// Metadata key of the sentence that says how to check. The two keys go together: a fault that spoils the name of one leaves the other,
    /// so that a damaged file is never taken for one without a checksum.
    /// </summary>
    public const string RuleKey = "quantdsl.digest";

    /// <summary>The sentence.</summary>
    public const string Rule = "SHA-256 of this file with the digits of quantdsl.sha256 read as 0";

    /// <summary>Length of the checksum in the header.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>What stands for the checksum while it is computed.</summary>
    public static string Placeholder { get; } = new('0', Digits);

    public static bool IsReserved(string key) => key is Key or RuleKey;

    public static IncrementalHash Start() => IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The digits as they stand in the header.</summary>
    public static byte[] Finish(IncrementalHash hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
}
