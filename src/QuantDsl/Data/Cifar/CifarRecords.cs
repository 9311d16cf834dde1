using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Reads a file of CIFAR records.</summary>
internal static class CifarRecords
{
    /// <summary>Reads all records of a stream of a known length.</summary>
    public static LabelledPixels Read(Stream stream, long length, string where, CifarFormat format)
    {
        int record = format.RecordBytes;
        if (length == 0 || length % record != 0)
        {
            throw DatasetException.At(
                where,
                Invariant($"whole records of {record} bytes of {format.Name}"),
                Invariant($"{length:N0} bytes"),
                "Check that it is the binary version. " + DataFile.Replace);
        }

        var result = new LabelledPixels(new PixelBlocks(CifarFormat.PixelBytes), []);
        long records = length / record;
        byte[] buffer = new byte[Math.Min(records, result.Pixels.BlockImages) * record];
        for (long first = 0; first < records;)
        {
            int count = (int)Math.Min(records - first, buffer.Length / record);
            int found = stream.ReadAtLeast(buffer.AsSpan(0, count * record), count * record, throwOnEndOfStream: false);
            if (found < count * record)
            {
                throw DatasetException.At(
                    where, Invariant($"{length:N0} bytes"), Invariant($"{(first * record) + found:N0}"), DataFile.Replace);
            }

            byte[] pixels = new byte[count * CifarFormat.PixelBytes];
            for (int i = 0; i < count; i++)
            {
                result.Labels.Add(Label(buffer[(i * record) + format.LabelAt], ((first + i) * record) + format.LabelAt, where, format));
                buffer.AsSpan((i * record) + format.LabelBytes, CifarFormat.PixelBytes).CopyTo(pixels.AsSpan(i * CifarFormat.PixelBytes));
            }

            result.Pixels.Add(pixels);
            first += count;
        }

        return result;
    }

    private static int Label(byte label, long position, string where, CifarFormat format) => label < format.Classes
        ? label
        : throw DatasetException.At(
            where,
            Invariant($"labels below {format.Classes}, the number of classes of {format.Name}"),
            Invariant($"{label} at byte {position}"),
            "Check that it is the binary version of this data set. " + DataFile.Replace);
}
