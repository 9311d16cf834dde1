using System.Buffers.Binary;
using System.Numerics;

namespace QuantDsl.Formats;

/// <summary>
/// The checksum of packed models: CRC-32C, for which processors have an instruction. It finds every change within four bytes that follow
/// each other, and misses one of four thousand million others.
/// </summary>
internal struct Crc32C()
{
    private uint _value = uint.MaxValue;

    /// <summary>The checksum of all bytes so far.</summary>
    public readonly uint Value => ~_value;

    /// <summary>Goes on with further bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint value = _value;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            value = BitOperations.Crc32C(value, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte last in bytes)
            value = BitOperations.Crc32C(value, last);
        _value = value;
    }
}
