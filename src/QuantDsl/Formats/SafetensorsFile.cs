using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>
/// A safetensors file opened for reading. Opening verifies the whole structure and the checksum, if the file has one. The file stays open
/// until disposal, so that its content does not mix with a file saved over it meanwhile. Not safe for concurrent use.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const string Advice = "The file is damaged or not a safetensors file; save or copy it again.";

    private readonly Stream _stream;
    private readonly string _path;
    private readonly long _dataStart;
    private readonly IReadOnlyDictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(Stream stream, string path, long dataStart, SafetensorsHeader header, IReadOnlyList<SafetensorsEntry> entries)
    {
        _stream = stream;
        _path = path;
        _dataStart = dataStart;
        _byName = header.Entries;
        Entries = entries;
        HasDigest = header.Metadata.ContainsKey(SafetensorsDigest.Key);
        Metadata = header.Metadata
            .Where(pair => !SafetensorsDigest.IsReserved(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>The metadata without the keys of the checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Whether the file has a checksum, which was verified; files of other programs have none.</summary>
    public bool HasDigest { get; }

    /// <summary>Opens and verifies a file.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or not a safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
            throw Refused(path, "it is a folder. Give the path of a file.");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"{error.Message} Check the path and permissions.", error);
        }

        return Open(stream, path);
    }

    /// <summary>Verifies a seekable stream and takes ownership of it.</summary>
    internal static SafetensorsFile Open(Stream stream, string path)
    {
        try
        {
            return Check(stream, path);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            stream.Dispose();
            throw Refused(path, error is InvalidDataException ? $"{error.Message} {Advice}" : error.Message, error);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Copies a tensor of the file into <paramref name="destination"/>.</summary>
    /// <exception cref="ModelFileException">The file lacks the tensor, has it with another type or shape, or cannot be read.</exception>
    public void Read(string name, ITensorValues destination)
    {
        if (!_byName.TryGetValue(name, out SafetensorsEntry? entry))
            throw Refused(_path, $"it has no tensor {SafetensorsHeader.Quote(name)}. Load it with the model that saved it.");
        if (destination.Dtype != entry.Dtype.ScalarType || !destination.Shape.SequenceEqual(entry.Shape))
        {
            throw Refused(_path,
                $"its tensor {SafetensorsHeader.Quote(name)} is {entry.Dtype.ScalarType} [{string.Join(", ", entry.Shape)}], but the model " +
                $"needs {destination.Dtype} [{string.Join(", ", destination.Shape)}]. Load it with the model that saved it.");
        }

        try
        {
            _stream.Position = _dataStart + entry.Offset;
            destination.Fill(piece =>
            {
                _stream.ReadExactly(piece);
                if (entry.Dtype.ScalarType == ScalarType.Bool && piece.ContainsAnyExceptInRange((byte)0, (byte)1))
                    throw new InvalidDataException($"its BOOL tensor {SafetensorsHeader.Quote(name)} has bytes other than 0 and 1.");
            });
        }
        catch (InvalidDataException error)
        {
            throw Refused(_path, $"{error.Message} {Advice}", error);
        }
        catch (IOException error)
        {
            throw Refused(_path, $"{error.Message} The file was intact when it was opened.", error);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static SafetensorsFile Check(Stream stream, string path)
    {
        if (!stream.CanSeek)
            throw new InvalidDataException("it is a pipe or device and not a regular file.");
        long fileLength = stream.Length;
        if (fileLength < SafetensorsHeader.PrefixBytes)
        {
            throw new InvalidDataException(
                $"it has {fileLength} bytes, fewer than the {SafetensorsHeader.PrefixBytes} of the header length.");
        }

        byte[] prefix = new byte[SafetensorsHeader.PrefixBytes];
        stream.ReadExactly(prefix);
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (claimed > SafetensorsHeader.MaxBytes)
            throw new InvalidDataException($"it claims a header of {claimed} bytes; at most {SafetensorsHeader.MaxBytes} are allowed.");
        if ((long)claimed > fileLength - prefix.Length)
            throw new InvalidDataException($"it claims a header of {claimed} bytes, but only {fileLength - prefix.Length} follow.");

        byte[] json = new byte[(int)claimed];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(json);
        long dataStart = prefix.Length + json.Length;
        CheckDigits(json, header);
        List<SafetensorsEntry> entries = header.CheckLayout(fileLength - dataStart);
        CheckDigest(stream, prefix, json, header);
        return new SafetensorsFile(stream, path, dataStart, header, entries);
    }

    /// <summary>Whether the checksum is one, before anything is compared with it.</summary>
    private static void CheckDigits(byte[] json, SafetensorsHeader header)
    {
        Span<byte> digits = DigitsOf(json, header);
        if (!header.Metadata.ContainsKey(SafetensorsDigest.Key)
            || (digits.Length == SafetensorsDigest.Digits && !digits.ContainsAnyExcept("0123456789abcdef"u8)))
        {
            return;
        }
        throw new InvalidDataException(
            $"metadata '{SafetensorsDigest.Key}' must be {SafetensorsDigest.Digits} lower-case hexadecimal digits, " +
            $"not {SafetensorsHeader.Quote(Encoding.UTF8.GetString(digits))}.");
    }

    private static Span<byte> DigitsOf(byte[] json, SafetensorsHeader header) =>
        header.Metadata.ContainsKey(SafetensorsDigest.Key) ? json.AsSpan()[header.PlaceOf(SafetensorsDigest.Key)] : [];

    private static void CheckDigest(Stream stream, byte[] prefix, byte[] json, SafetensorsHeader header)
    {
        bool hasRule = header.Metadata.ContainsKey(SafetensorsDigest.RuleKey);
        bool hasDigest = header.Metadata.ContainsKey(SafetensorsDigest.Key);
        Span<byte> digits = DigitsOf(json, header);
        if (!hasDigest && !hasRule)
            return;
        if (!hasDigest || !hasRule)
        {
            throw new InvalidDataException(
                $"one of the metadata '{SafetensorsDigest.Key}' and '{SafetensorsDigest.RuleKey}' is missing.");
        }
        byte[] expected = digits.ToArray();
        digits.Fill((byte)'0');
        using IncrementalHash hash = SafetensorsDigest.Start();
        hash.AppendData(prefix);
        hash.AppendData(json);
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, count);
        if (!SafetensorsDigest.Finish(hash).AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException(
                "its content does not match its checksum. A program that changes the file on purpose must remove the metadata " +
                $"'{SafetensorsDigest.Key}' and '{SafetensorsDigest.RuleKey}'.");
        }
    }

    private static ModelFileException Refused(string path, string reason, Exception? cause = null) =>
        new($"Cannot read model file '{path}': {reason}", cause);
}
