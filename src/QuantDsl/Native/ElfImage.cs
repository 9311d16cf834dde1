using System.Buffers.Binary;
using System.Text;

namespace QuantDsl.Native;

/// <summary>
/// The parts of a 64-bit little-endian ELF shared library that the dynamic loader reads: segments and the dynamic table. Every read is
/// checked against the file's length.
/// </summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> _segments = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];

    /// <summary>Reads the headers of <paramref name="bytes"/>, which is kept, not copied.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or it is damaged.</exception>
    internal ElfImage(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        ReadOnlySpan<byte> header = bytes.Span;
        if (header.Length < HeaderSize || !header[..4].SequenceEqual("\u007fELF"u8))
        {
            throw new InvalidDataException("not an ELF file");
        }

        if (header[4] != 2 || header[5] != 1)
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        ulong table = UInt64(0x20);
        ushort entrySize = UInt16(0x36);
        if (entrySize < SegmentSize)
        {
            throw new InvalidDataException($"an ELF program header of {entrySize} bytes, expected {SegmentSize}");
        }

        for (ulong i = 0; i < UInt16(0x38); i++)
        {
            ReadSegment(Add(table, i * entrySize));
        }
    }

    /// <summary>The value of an entry of the dynamic table, or 0 if it is absent.</summary>
    internal ulong Dynamic(ulong tag) => _dynamic.GetValueOrDefault(tag);

    /// <summary>The offset in the file of what is loaded at an address.</summary>
    internal ulong OffsetOf(ulong address)
    {
        foreach ((ulong start, ulong offset, ulong size) in _segments)
        {
            if (address >= start && address - start < size)
            {
                return Add(offset, address - start);
            }
        }

        throw new InvalidDataException($"address 0x{address:x} lies in no loaded segment");
    }

    internal ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, sizeof(ushort)));

    internal uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, sizeof(uint)));

    internal ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, sizeof(ulong)));

    /// <summary>The zero-terminated text at an offset.</summary>
    internal string Text(ulong offset)
    {
        ReadOnlySpan<byte> tail = Slice(offset, 0, toEnd: true);
        int length = tail.IndexOf((byte)0);
        return length < 0
            ? throw new InvalidDataException($"the text at 0x{offset:x} has no end")
            : Encoding.UTF8.GetString(tail[..length]);
    }

    /// <summary>The sum of two file offsets.</summary>
    internal static ulong Add(ulong left, ulong right) =>
        left + right >= left ? left + right : throw new InvalidDataException($"offset 0x{left:x} + 0x{right:x} overflows");

    private void ReadSegment(ulong header)
    {
        (uint type, ulong offset) = (UInt32(header), UInt64(Add(header, 0x08)));
        (ulong address, ulong size) = (UInt64(Add(header, 0x10)), UInt64(Add(header, 0x20)));
        if (type == SegmentLoad)
        {
            _segments.Add((address, offset, size));
        }
        else if (type == SegmentDynamic)
        {
            // Ends at the tag 0; the first of equal tags counts only for tags that this reader does not use (NEEDED).
            for (ulong at = offset; UInt64(at) is var tag and not 0; at = Add(at, 16))
            {
                _dynamic[tag] = UInt64(Add(at, 8));
            }
        }
    }

    private ReadOnlySpan<byte> Slice(ulong offset, ulong length, bool toEnd = false)
    {
        ulong total = (ulong)_bytes.Length;
        if (offset > total || length > total - offset)
        {
            throw new InvalidDataException($"{length} bytes at 0x{offset:x} lie beyond its end at 0x{total:x}: it is truncated or damaged");
        }

        return toEnd ? _bytes.Span[(int)offset..] : _bytes.Span.Slice((int)offset, (int)length);
    }
}
