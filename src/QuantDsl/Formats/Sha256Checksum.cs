using System.Security.Cryptography;

namespace QuantDsl.Formats;

/// <summary>The checksum of models that are saved to go on training; see <see cref="SafetensorsDigest"/>.</summary>
internal sealed class Sha256Checksum : FileChecksum
{
    private readonly IncrementalHash _hash = SafetensorsDigest.Start();

    /// <inheritdoc/>
    public override string Key => SafetensorsDigest.Key;

    /// <inheritdoc/>
    public override string RuleKey => SafetensorsDigest.RuleKey;

    /// <inheritdoc/>
    public override string Rule => SafetensorsDigest.Rule;

    /// <inheritdoc/>
    public override int Digits => SafetensorsDigest.Digits;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <inheritdoc/>
    public override byte[] Finish() => SafetensorsDigest.Finish(_hash);

    /// <inheritdoc/>
    public override void Dispose() => _hash.Dispose();
}
