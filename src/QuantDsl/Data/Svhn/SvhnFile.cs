using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>
/// Reads the cropped digits of SVHN: a MATLAB 5 file with an array X of unsigned bytes, 32×32×3×N, and an array y of N labels from 1 to 10,
/// where 10 stands for the digit 0. In MATLAB files the first axis varies fastest.
/// </summary>
internal sealed class SvhnFile
{
    public const int Side = 32;
    public const int Channels = 3;
    public const int Classes = 10;

    private const int HeaderBytes = 128;
    private const int FlagBytes = 8;
    private const int MostAxes = 32;
    private const int MostName = 63;
    private const byte OpaqueClass = 17;
    private const string What = "a MATLAB file of SVHN's cropped digits";

    private readonly string _path;
    private PixelBlocks? _images;
    private List<int>? _labels;

    private SvhnFile(string path) => _path = path;

    /// <summary>Reads images and labels.</summary>
    public static LabelledPixels Read(string path) => DataFile.Read(path, What, file =>
    {
        var content = new SvhnFile(path);
        content.ReadHeader(file);
        content.ReadElements(file);
        return content.Check();
    });

    private void ReadHeader(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        int found = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (found >= 10 && header.StartsWith("MATLAB 7.3"u8))
            throw DatasetException.At(_path, "a MATLAB 5 file", "one of version 7.3", "Save it in MATLAB with -v7.");
        if (found < HeaderBytes || header[^2] != 'I' || header[^1] != 'M' || header[^3] != 1)
        {
            throw DatasetException.At(
                _path,
                "the header of a MATLAB 5 file, ending with 0x0100 and IM at byte 124",
                Ending(header[..found]),
                $"Check that it is {What}.");
        }

        static string Ending(ReadOnlySpan<byte> header) => header.Length < HeaderBytes
            ? Invariant($"a file of {header.Length} bytes")
            : Convert.ToHexString(header[^4..]);
    }

    private void ReadElements(FileStream file)
    {
        var reader = new MatStream(file, _path) { Position = HeaderBytes };
        while (file.Position < file.Length)
        {
            MatTag tag = reader.ReadTag();
            long start = reader.Position;
            long end = start + tag.Length + tag.Padding;
            if (end > file.Length)
            {
                throw DatasetException.At(
                    reader.Where,
                    Invariant($"an element of {tag.Length:N0} bytes"),
                    Invariant($"a file that ends after {file.Length - start:N0}"),
                    DataFile.Replace);
            }

            if (tag.Type == MatType.Matrix)
                ReadArray(reader);
            else if (tag.Type == MatType.Compressed)
                ReadCompressed(file, tag.Length, start);
            file.Position = reader.Position = end;
        }
    }

    private void ReadCompressed(FileStream file, long length, long start)
    {
        using ZLibStream unpacked = new(new FilePart(file, length), CompressionMode.Decompress);
        var reader = new MatStream(unpacked, _path, start);
        if (reader.ReadTag().Type == MatType.Matrix && ReadArray(reader) && unpacked.ReadByte() != -1)
            throw DatasetException.At(reader.Where, "the end of the array", "more bytes", DataFile.Replace);
    }

    /// <summary>Reads an array if it is X or y, and returns whether it was.</summary>
    private bool ReadArray(MatStream reader)
    {
        byte[] flags = reader.ReadElement(FlagBytes, "flags of an array", MatType.UInt32);
        if (flags.Length > 0 && flags[0] == OpaqueClass)
            return false; // a table or a text of MATLAB's, in a form of its own
        byte[] axes = reader.ReadElement(MostAxes * sizeof(int), "axes of an array", MatType.Int32);
        byte[] letters = reader.ReadElement(MostName, "the name of an array", MatType.Int8, MatType.Utf8, MatType.UInt8);
        string name = Encoding.UTF8.GetString(letters);
        if (name is not ("X" or "y"))
            return false;

        long[] shape = [.. axes.Chunk(sizeof(int)).Select(bytes => (long)BinaryPrimitives.ReadInt32LittleEndian([.. bytes, 0, 0, 0]))];
        MatTag tag = reader.ReadTag();
        if (name == "X")
            _images = SvhnArrays.ReadImages(reader, shape, tag);
        else
            _labels = SvhnArrays.ReadLabels(reader, shape, tag);
        reader.Skip(tag.Padding);
        return true;
    }

    private LabelledPixels Check()
    {
        if (_images is null || _labels is null)
        {
            string missing = _images is null ? "X" : "y";
            throw DatasetException.At(_path, "an array X of images and an array y of labels", $"no {missing}", $"Check that it is {What}.");
        }

        if (_images.Count != _labels.Count)
        {
            throw DatasetException.At(
                _path,
                Invariant($"as many labels as images, {_images.Count}"),
                Invariant($"{_labels.Count} labels"),
                DataFile.Replace);
        }

        return new LabelledPixels(_images, _labels);
    }
}
