using System.Security.Cryptography;

namespace QuantDsl.Data;

/// <summary>A published checksum, MD5 or SHA-256 depending on its length. It protects against damage, not against tampering.</summary>
internal sealed record Checksum(string Hex)
{
    private const int Md5Digits = 32;

    public async Task<string> ComputeAsync(Stream stream, CancellationToken cancellation) => Convert.ToHexStringLower(
        Hex.Length == Md5Digits
        ? await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false)
        : await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));

    public bool Matches(string hex) => hex.Equals(Hex, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{(Hex.Length == Md5Digits ? "MD5" : "SHA-256")} {Hex}";
}
