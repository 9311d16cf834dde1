using System.Globalization;

namespace QuantDsl.Formats;

/// <summary>
/// What the metadata of a packed model says. The file is safetensors: quantized weights as U8, all else as F32, and a checksum of the whole
/// file with the digits of the checksum read as 0.
/// </summary>
internal static class PackedFormat
{
    /// <summary>The version of this format. A file of a later one is refused.</summary>
    public const string Version = "1";

    /// <summary>The key of the version, which tells packed models from others.</summary>
    public const string VersionKey = "quantdsl.packed";

    /// <summary>The key of a sentence for those who open the file with other programs.</summary>
    public const string PackingKey = "quantdsl.packing";

    /// <summary>That sentence.</summary>
    public const string Packing =
        "U8: codes of k bits, row-major, lowest bit first; 1 bit: set is +scale, clear is -scale; "
        + "else two's complement counts levels from 0";

    /// <summary>The key of the checksum, 8 lower-case hexadecimal digits.</summary>
    public const string ChecksumKey = "quantdsl.crc32c";

    /// <summary>Digits of the checksum.</summary>
    public const int ChecksumDigits = 8;

    /// <summary>A header is never longer.</summary>
    public const int MostHeaderBytes = 16 << 20;

    /// <summary>What stands in the place of the checksum's digits while it is computed.</summary>
    public static ReadOnlySpan<byte> NoDigits => "00000000"u8;

    /// <summary>A checksum as it stands in a file.</summary>
    public static string Digits(uint checksum) => checksum.ToString("x8", CultureInfo.InvariantCulture);
}
