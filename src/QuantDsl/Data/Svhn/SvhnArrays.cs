using System.Buffers.Binary;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Reads the two arrays of an SVHN file.</summary>
internal static class SvhnArrays
{
    private const int PlaneBytes = SvhnFile.Side * SvhnFile.Side;
    private const int ImageBytes = SvhnFile.Channels * PlaneBytes;

    // Memory is allocated as data arrives, so a damaged header cannot claim too much.
    private const int LabelsAtOnce = 1 << 16;

    /// <summary>Reads images 32×32×3×N, stored column by column, and transposes them so that they are stored row by row.</summary>
    public static PixelBlocks ReadImages(MatStream reader, long[] shape, MatTag tag)
    {
        // MATLAB drops the last axis of a single image.
        bool fits = shape is [SvhnFile.Side, SvhnFile.Side, SvhnFile.Channels] or [SvhnFile.Side, SvhnFile.Side, SvhnFile.Channels, > 0];
        if (!fits)
        {
            throw DatasetException.At(
                reader.Where,
                "images X of 32×32×3×N",
                DatasetCheck.Shape(shape),
                "Give the file of cropped digits (format 2), such as train_32x32.mat.");
        }

        long count = shape.Length == 3 ? 1 : shape[3];
        if (tag.Type != MatType.UInt8 || tag.Length != count * ImageBytes)
            throw Unexpected(reader, Invariant($"{count * ImageBytes:N0} unsigned bytes of images"), tag);

        var images = new PixelBlocks(ImageBytes);
        for (long first = 0; first < count; first += images.BlockImages)
        {
            byte[] block = new byte[Math.Min(images.BlockImages, count - first) * ImageBytes];
            reader.Read(block, "images");
            for (int plane = 0; plane < block.Length; plane += PlaneBytes)
                Transpose(block.AsSpan(plane, PlaneBytes));
            images.Add(block);
        }

        return images;
    }

    /// <summary>Reads N labels of any numeric type.</summary>
    public static List<int> ReadLabels(MatStream reader, long[] shape, MatTag tag)
    {
        long count = shape is [> 0, 1] ? shape[0] : shape is [1, > 0] ? shape[1] : 0;
        if (count == 0)
            throw DatasetException.At(reader.Where, "labels y of N×1", DatasetCheck.Shape(shape), DataFile.Replace);
        int size = SizeOf(tag.Type);
        if (size == 0 || tag.Length != count * size)
            throw Unexpected(reader, Invariant($"{count:N0} numbers"), tag);

        List<int> labels = [];
        while (labels.Count < count)
        {
            byte[] bytes = new byte[Math.Min(LabelsAtOnce, count - labels.Count) * size];
            string where = reader.Where;
            reader.Read(bytes, "labels");
            for (int at = 0; at < bytes.Length; at += size)
            {
                double label = Number(bytes.AsSpan(at, size), tag.Type);
                if (label is not (>= 1 and <= SvhnFile.Classes) || label != Math.Floor(label))
                {
                    throw DatasetException.At(
                        where,
                        Invariant($"labels from 1 to {SvhnFile.Classes}"),
                        Invariant($"{label} at position {labels.Count}"),
                        DataFile.Replace);
                }

                labels.Add((int)label % SvhnFile.Classes);
            }
        }

        return labels;
    }

    private static void Transpose(Span<byte> plane)
    {
        for (int row = 0; row < SvhnFile.Side; row++)
        {
            for (int column = row + 1; column < SvhnFile.Side; column++)
            {
                int here = (row * SvhnFile.Side) + column;
                int there = (column * SvhnFile.Side) + row;
                (plane[here], plane[there]) = (plane[there], plane[here]);
            }
        }
    }

    private static int SizeOf(MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => 0,
    };

    private static double Number(ReadOnlySpan<byte> bytes, MatType type) => type switch
    {
        MatType.Int8 => (sbyte)bytes[0],
        MatType.UInt8 => bytes[0],
        MatType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        MatType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        MatType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        MatType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        MatType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        MatType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        MatType.Single => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    private static DatasetException Unexpected(MatStream reader, string expected, MatTag tag) =>
        DatasetException.At(reader.Where, expected, Invariant($"{tag.Length:N0} bytes of type {tag.Type}"), DataFile.Replace);
}
