using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Device;

/// <summary>
/// Images of 8-bit grey pixels: an IDX file of many, or a PGM file of one. Not PNG: .NET's inflater alone makes the program 190 KB larger.
/// </summary>
internal sealed class ImageFile
{
    private const uint IdxImages = 0x00000803;
    private const int IdxHeader = 16;

    private readonly byte[] _bytes;
    private readonly int _first; // byte of the first image
    private readonly int _size;

    private ImageFile(byte[] bytes, int first, int count, int size) => (_bytes, _first, Count, _size) = (bytes, first, count, size);

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The pixels of an image, row by row.</summary>
    public ReadOnlySpan<byte> this[int image] => _bytes.AsSpan(_first + (image * _size), _size);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Height and width that the images must have.</param>
    /// <exception cref="InvalidDataException">It holds no such images.</exception>
    public static ImageFile Read(string path, int side)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bool isPgm = bytes.AsSpan().StartsWith("P5"u8);
        (int first, long count, long height, long width) = isPgm ? Pgm(path, bytes) : Idx(path, bytes);
        if (height != side || width != side)
            throw new InvalidDataException($"'{path}': expected images of {side}×{side} pixels, found {height}×{width}.");
        if (first + (count * height * width) != bytes.Length)
        {
            throw new InvalidDataException(
                $"'{path}': expected {count} images in {first + (count * height * width)} bytes, found {bytes.Length}.");
        }
        return new ImageFile(bytes, first, (int)count, side * side);
    }

    private static (int First, long Count, long Height, long Width) Idx(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < IdxHeader || BinaryPrimitives.ReadUInt32BigEndian(bytes) != IdxImages)
            throw new InvalidDataException($"'{path}': expected an IDX file of images or a PGM file (P5).");
        return (IdxHeader, Number(bytes, 4), Number(bytes, 8), Number(bytes, 12));

        static long Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32BigEndian(bytes[place..]);
    }

    /// <summary>P5, width, height and the largest value as text, then the pixels; a comment goes from # to the end of its line.</summary>
    private static (int First, long Count, long Height, long Width) Pgm(string path, ReadOnlySpan<byte> bytes)
    {
        Span<int> numbers = stackalloc int[3];
        int place = 2;
        foreach (ref int number in numbers)
        {
            for (; place < bytes.Length && (bytes[place] == '#' || char.IsWhiteSpace((char)bytes[place])); place++)
            {
                if (bytes[place] == '#')
                    place += Math.Max(0, bytes[place..].IndexOf((byte)'\n'));
            }
            int end = place;
            while (end < bytes.Length && char.IsAsciiDigit((char)bytes[end]))
                end++;
            if (!int.TryParse(Encoding.ASCII.GetString(bytes[place..end]), NumberStyles.None, CultureInfo.InvariantCulture, out number))
                throw new InvalidDataException($"'{path}': expected width, height and the largest value behind P5.");
            place = end;
        }
        if (numbers[2] != byte.MaxValue)
            throw new InvalidDataException($"'{path}': expected pixels from 0 to 255, found 0 to {numbers[2]}.");
        return (place + 1, 1, numbers[1], numbers[0]);
    }
}
