using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using QuantDsl.Formats;

namespace QuantDsl.Training;

/// <summary>
/// An event file of TensorBoard: TFRecord records of one protocol buffer each. TorchSharp's own writer gives wall time in .NET ticks,
/// cannot tell TensorBoard that a run was resumed, and reopens the file for every value; the part of the format that is needed here fits
/// into this file.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const int MostAttempts = 100;
    private const string Version = "brain.Event:2";

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    private EventFile(FileStream file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>
    /// Creates a new file in a folder. TensorBoard then ignores what older files in the folder contain for <paramref name="firstStep"/> and
    /// later steps, which come from an interrupted run or from another run.
    /// </summary>
    public static EventFile Create(string folder, long firstStep, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var file = new EventFile(OpenNew(folder, time), time);
        try
        {
            file.Write(0, @event => EventMessage.AddFileVersion(@event, Version));
            file.Write(firstStep, EventMessage.AddSessionStart);
            return file;
        }
        catch
        {
            file.Dispose(); // a full disk
            throw;
        }
    }

    /// <summary>Writes the scalars of a step as one event.</summary>
    public void WriteScalars(long step, IEnumerable<(string Tag, double Value)> scalars) =>
        Write(step, @event => EventMessage.AddScalars(@event, scalars));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Creates the file. TensorBoard reads files in the order of their names, so the name gets a later second than all others.
    /// </summary>
    private static FileStream OpenNew(string folder, TimeProvider time)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                string name = FormattableString.Invariant(
                    $"{Prefix}{NextSecond(folder, time):D10}.{Environment.MachineName}.{Environment.ProcessId}.quantdsl");
                return new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
            catch (IOException) when (attempt < MostAttempts && Directory.Exists(folder))
            {
                // Another run of this process has made the file of that name in the meantime; or the next attempt fails in the same way.
            }
        }
    }

    /// <summary>A second later than that of all files in the folder.</summary>
    private static long NextSecond(string folder, TimeProvider time)
    {
        long second = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (string other in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            string[] parts = Path.GetFileName(other)[Prefix.Length..].Split('.');
            if (long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long its))
                second = Math.Max(second, its + 1);
        }
        return second;
    }

    private void Write(long step, Action<ProtobufMessage> add)
    {
        ProtobufMessage @event = EventMessage.At(_time.GetUtcNow(), step);
        add(@event);
        byte[] message = @event.ToArray();
        Span<byte> header = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)message.Length);
        _file.Write(header);
        WriteChecksum(header);
        _file.Write(message);
        WriteChecksum(message);
        _file.Flush();
    }

    /// <summary>Writes the CRC-32C, masked as the TFRecord format requires because a CRC of data that contains CRCs is weak.</summary>
    private void WriteChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        Span<byte> masked = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
        _file.Write(masked);
    }
}
