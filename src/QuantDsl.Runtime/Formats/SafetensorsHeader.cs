using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace QuantDsl.Formats;

/// <summary>
/// The JSON header of a safetensors file, verified as far as possible without the data. Damage is reported by <see
/// cref="InvalidDataException"/>.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Size in bytes of the little-endian header length at the start of a file.</summary>
    public const int PrefixBytes = sizeof(ulong);

    /// <summary>The format's limit for the header, in bytes.</summary>
    public const int MaxBytes = 100_000_000;

    public const string MetadataKey = "__metadata__";
    public const string DtypeKey = "dtype";
    public const string ShapeKey = "shape";
    public const string OffsetsKey = "data_offsets";

    private const int MaxRank = 64; // the limit of torch's iterators
    private const int MaxDepth = 3; // file, entry, shape

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Range> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>The metadata, including the keys of a checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>
    /// Where the value of a metadata key lies in the header, between its quotes. Checksums look there rather than at the decoded text,
    /// because escapes would allow other spellings of the same digits.
    /// </summary>
    public Range PlaceOf(string key) => _places[key];

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("its header is not valid UTF-8.");
        if (json.IsEmpty || json[0] != (byte)'{')
            throw new InvalidDataException("its header does not begin with '{'.");

        var header = new SafetensorsHeader();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            bool metadataSeen = false;
            while (NextProperty(ref reader) is { } name)
            {
                if (name != MetadataKey)
                    header.ReadEntry(name, ref reader);
                else if (!metadataSeen)
                    header.ReadMetadata(ref reader);
                else
                    throw new InvalidDataException($"'{MetadataKey}' is in its header twice.");
                metadataSeen |= name == MetadataKey;
            }

            reader.Read(); // throws if anything but white space follows the object
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half of a surrogate pair.
            throw new InvalidDataException($"its header is not valid JSON: {error.Message}", error);
        }

        return header;
    }

    /// <summary>Checks that the tensors fill the data exactly, without gaps or overlaps, and returns them in order.</summary>
    public List<SafetensorsEntry> CheckLayout(long dataLength)
    {
        List<SafetensorsEntry> ordered = [.. _entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length)];
        long end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            if (entry.Offset != end)
            {
                throw new InvalidDataException(
                    $"tensor {Quote(entry.Name)} begins at byte {entry.Offset} of the data, " +
                    (entry.Offset > end ? $"which leaves a gap after byte {end}." : $"which overlaps the tensor that ends at {end}."));
            }

            end += entry.Length;
        }

        if (end != dataLength)
            throw new InvalidDataException($"its tensors take {end} bytes, but {dataLength} bytes of data follow the header.");
        return ordered;
    }

    /// <summary>Quotes a name for a message, shortened if it is very long.</summary>
    public static string Quote(string name) => name.Length <= 100 ? $"'{name}'" : $"'{name[..100]}…'";

    private static string? NextProperty(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException($"'{MetadataKey}' must be an object of strings, not {Raw(reader)}.");
        while (NextProperty(ref reader) is { } key)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new InvalidDataException($"metadata {Quote(key)} must be a string, not {Raw(reader)}.");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw new InvalidDataException($"metadata {Quote(key)} is in its header twice.");
            int start = (int)reader.TokenStartIndex + 1; // behind the quote
            _places[key] = start..(start + reader.ValueSpan.Length);
        }
    }

    private void ReadEntry(string name, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException($"tensor {Quote(name)} must be an object, not {Raw(reader)}.");

        SafetensorsDtype? dtype = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (NextProperty(ref reader) is { } key)
        {
            switch (key)
            {
                case DtypeKey when dtype is null:
                    dtype = ReadDtype(name, ref reader);
                    break;
                case ShapeKey when shape is null:
                    shape = ReadNumbers(name, key, MaxRank, ref reader);
                    break;
                case OffsetsKey when offsets is null:
                    offsets = ReadNumbers(name, key, 2, ref reader);
                    break;
                default:
                    throw new InvalidDataException($"tensor {Quote(name)} has a duplicate or unknown property {Quote(key)}.");
            }
        }

        if (dtype is null || shape is null || offsets is not [long begin, long end])
            throw new InvalidDataException($"tensor {Quote(name)} must have '{DtypeKey}', '{ShapeKey}' and two '{OffsetsKey}'.");
        CheckSize(name, dtype, shape, begin, end);
        if (!_entries.TryAdd(name, new SafetensorsEntry(name, dtype, shape, begin, end - begin)))
            throw new InvalidDataException($"tensor {Quote(name)} is in its header twice.");
    }

    private static SafetensorsDtype ReadDtype(string name, ref Utf8JsonReader reader)
    {
        reader.Read();
        string? dtype = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return (dtype is null ? null : SafetensorsDtype.Find(dtype)) ?? throw new InvalidDataException(
            $"tensor {Quote(name)} has the element type {Raw(reader)}; the supported types are {SafetensorsDtype.Names}.");
    }

    private static List<long> ReadNumbers(string name, string key, int limit, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new InvalidDataException($"'{key}' of tensor {Quote(name)} must be an array, not {Raw(reader)}.");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new InvalidDataException(
                    $"'{key}' of tensor {Quote(name)} must hold integers from 0 to 2^63-1, not {Raw(reader)}.");
            }

            if (numbers.Count == limit)
                throw new InvalidDataException($"'{key}' of tensor {Quote(name)} has more than {limit} numbers.");
            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckSize(string name, SafetensorsDtype dtype, List<long> shape, long begin, long end)
    {
        long bytes = dtype.Size;
        try
        {
            foreach (long axis in shape)
                bytes = checked(bytes * axis);
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"tensor {Quote(name)} of shape [{string.Join(", ", shape)}] is larger than any file.", error);
        }

        if (end - begin != bytes)
        {
            throw new InvalidDataException(
                $"tensor {Quote(name)} of type {dtype.Name} and shape [{string.Join(", ", shape)}] needs {bytes} bytes, but its offsets " +
                $"{begin} to {end} span {end - begin}.");
        }
    }

    private static string Raw(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.EndObject ? "nothing" : Quote(Encoding.UTF8.GetString(reader.ValueSpan));
}
