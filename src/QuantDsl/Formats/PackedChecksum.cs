using System.Text;

namespace QuantDsl.Formats;

/// <summary>The checksum of packed models; see <see cref="PackedFormat"/>.</summary>
internal sealed class PackedChecksum : FileChecksum
{
    private Crc32C _checksum = new();

    /// <inheritdoc/>
    public override string Key => PackedFormat.ChecksumKey;

    /// <inheritdoc/>
    public override string RuleKey => PackedFormat.PackingKey;

    /// <inheritdoc/>
    public override string Rule => PackedFormat.Packing;

    /// <inheritdoc/>
    public override int Digits => PackedFormat.ChecksumDigits;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => _checksum.Append(bytes);

    /// <inheritdoc/>
    public override byte[] Finish() => Encoding.ASCII.GetBytes(PackedFormat.Digits(_checksum.Value));
}
