using System.Buffers.Binary;
using Tensorboard;

namespace QuantDsl.Tests.Training.TensorBoard;

/// <summary>
/// Reads event files without the product: framing and checksums bit by bit here, messages with the classes that protoc made for TorchSharp.
/// </summary>
internal static class EventFileReader
{
    private const uint Castagnoli = 0x82f63b78; // reflected

    /// <summary>The events of all files of a folder in the order in which TensorBoard reads them.</summary>
    public static List<Event> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static List<Event> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(stream);
        List<Event> events = [];
        while (stream.Position < stream.Length)
        {
            byte[] length = reader.ReadBytes(8);
            Assert.Equal(Masked(length), reader.ReadUInt32());
            byte[] message = reader.ReadBytes((int)BinaryPrimitives.ReadUInt64LittleEndian(length));
            Assert.Equal(Masked(message), reader.ReadUInt32());
            events.Add(Event.Parser.ParseFrom(message));
        }

        return events;
    }

    /// <summary>What TensorBoard shows: a session that starts at a step drops what was said of it and later ones.</summary>
    public static Dictionary<string, List<(long Step, float Value)>> Shown(string folder)
    {
        Dictionary<string, List<(long Step, float Value)>> shown = [];
        foreach (Event entry in ReadFolder(folder))
        {
            if (entry.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
            {
                foreach (List<(long Step, float Value)> points in shown.Values)
                    points.RemoveAll(point => point.Step >= entry.Step);
            }

            foreach (Summary.Types.Value value in entry.Summary?.Value ?? [])
            {
                if (!shown.TryGetValue(value.Tag, out List<(long Step, float Value)>? points))
                    shown[value.Tag] = points = [];
                points.Add((entry.Step, value.SimpleValue));
            }
        }

        return shown;
    }

    /// <summary>CRC-32C, rotated right by 15 bits, plus a constant.</summary>
    public static uint Masked(byte[] bytes)
    {
        uint crc = Crc(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    public static uint Crc(byte[] bytes)
    {
        uint crc = 0xffffffff;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Castagnoli : crc >> 1;
        }

        return ~crc;
    }
}
