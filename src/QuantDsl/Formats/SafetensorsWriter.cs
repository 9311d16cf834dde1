using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantDsl.Files;

namespace QuantDsl.Formats;

/// <summary>
/// Writes safetensors files (https://github.com/huggingface/safetensors) with a checksum, see <see cref="SafetensorsDigest"/>. The same
/// tensors and metadata always give the same bytes. Tensors are ordered as in the reference implementation, by element type from the
/// largest to the smallest alignment, then by the UTF-8 bytes of the name; metadata is ordered ordinally by key. The header is padded with
/// spaces to a multiple of 8, so that every tensor is aligned to its element size.
/// </summary>
internal static class SafetensorsWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the file atomically; see <see cref="AtomicFile"/>.</summary>
    /// <param name="path">The file; its folder must exist. An existing file is replaced.</param>
    /// <param name="tensors">Tensors with unique names, wherever their values lie.</param>
    /// <param name="metadata">The metadata, without the keys that <see cref="SafetensorsDigest"/> adds.</param>
    /// <exception cref="ArgumentException">
    /// A name is used twice, reserved or not valid Unicode; an element type is not supported by the format; or the names and metadata are
    /// too long.
    /// </exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<KeyValuePair<string, ITensorValues>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var checksum = new Sha256Checksum();
        Write(path, tensors, metadata, checksum);
    }

    /// <summary>Writes the file with another checksum.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{KeyValuePair{string, ITensorValues}}, IReadOnlyDictionary{string, string})"/>
    public static void Write(
        string path,
        IReadOnlyList<KeyValuePair<string, ITensorValues>> tensors,
        IReadOnlyDictionary<string, string> metadata,
        FileChecksum checksum)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        KeyValuePair<string, ITensorValues>[] ordered = Order(tensors);
        byte[] header = Header(ordered, metadata, checksum, out int digestOffset);

        try
        {
            AtomicFile.Write(path, stream =>
            {
                void Append(ReadOnlySpan<byte> bytes)
                {
                    checksum.Append(bytes);
                    stream.Write(bytes);
                }

                Span<byte> length = stackalloc byte[SafetensorsHeader.PrefixBytes];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
                Append(length);
                Append(header);
                foreach (KeyValuePair<string, ITensorValues> tensor in ordered)
                    tensor.Value.Read(Append);

                stream.Position = SafetensorsHeader.PrefixBytes + digestOffset;
                stream.Write(checksum.Finish());
            });
        }
        catch (IOException refusal)
        {
            throw new ModelFileException(refusal.Message, refusal);
        }
    }

    private static KeyValuePair<string, ITensorValues>[] Order(IReadOnlyList<KeyValuePair<string, ITensorValues>> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach ((string name, ITensorValues tensor) in tensors)
        {
            if (!names.Add(name))
                throw new ArgumentException($"The tensor name '{name}' is used twice or reserved; give every tensor its own name.");
            if (TorchDtypes.Of(tensor.Dtype) is null)
            {
                throw new ArgumentException(
                    $"Tensor '{name}' is of type {tensor.Dtype}, which safetensors does not support; convert it to one of " +
                    $"{SafetensorsDtype.Names}.");
            }
        }

        return
        [
            .. tensors
                .OrderByDescending(tensor => TorchDtypes.Of(tensor.Value.Dtype)!.Rank)
                .ThenBy(tensor => Bytes(tensor.Key), Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))),
        ];
    }

    private static byte[] Header(
        KeyValuePair<string, ITensorValues>[] tensors,
        IReadOnlyDictionary<string, string> metadata,
        FileChecksum checksum,
        out int digestOffset)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            json.WriteString(checksum.RuleKey, checksum.Rule);
            json.WritePropertyName(checksum.Key);
            digestOffset = (int)(json.BytesCommitted + json.BytesPending) + 1; // after the opening quote
            json.WriteStringValue(new string('0', checksum.Digits));
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (key == checksum.Key || key == checksum.RuleKey)
                    throw new ArgumentException($"The metadata key '{key}' is written by QuantDsl itself; use another key.");
                json.WriteString(Bytes(key), Bytes(value));
            }

            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, ITensorValues tensor) in tensors)
                WriteEntry(json, name, tensor, ref offset);
            json.WriteEndObject();
        }

        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MaxBytes)
        {
            throw new ArgumentException(
                $"The names and metadata take {padded} bytes; a safetensors header holds at most {SafetensorsHeader.MaxBytes}. " +
                "Store less metadata or split the model.");
        }

        byte[] header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, ITensorValues tensor, ref long offset)
    {
        SafetensorsDtype dtype = TorchDtypes.Of(tensor.Dtype)!;
        json.WriteStartObject(Bytes(name));
        json.WriteString(SafetensorsHeader.DtypeKey, dtype.Name);
        json.WriteStartArray(SafetensorsHeader.ShapeKey);
        long bytes = dtype.Size;
        foreach (long axis in tensor.Shape)
        {
            json.WriteNumberValue(axis);
            bytes = checked(bytes * axis);
        }
        json.WriteEndArray();
        json.WriteStartArray(SafetensorsHeader.OffsetsKey);
        json.WriteNumberValue(offset);
        offset = checked(offset + bytes);
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Encodes as UTF-8. Throws for half a surrogate pair, which would be read back as another character.</summary>
    private static byte[] Bytes(string text)
    {
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"The text '{text}' is not valid Unicode: it has half of a surrogate pair.", error);
        }
    }
}
