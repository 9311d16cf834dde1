using System.Buffers.Binary;
using System.Text;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A packed model in memory, verified against the model that is to read it: damage, another version and another model are refused before
/// anything is allocated for its tensors.
/// </summary>
internal readonly ref struct PackedFile
{
    private const string Damaged = "The file is damaged or not a packed model; copy it again, or export it anew with Export.";
    private const string OtherModel = "Load it with the class that it was exported from.";

    private readonly SafetensorsHeader _header;
    private readonly ReadOnlySpan<byte> _data;

    private PackedFile(SafetensorsHeader header, ReadOnlySpan<byte> data, DataFacts facts)
    {
        _header = header;
        _data = data;
        Facts = facts;
    }

    /// <summary>What travels beside the tensors.</summary>
    public DataFacts Facts { get; }

    /// <summary>Verifies a file.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="model">The model that it is to be.</param>
    /// <param name="tensors">The tensors of that model.</param>
    /// <exception cref="ModelFileException">
    /// It is damaged, of another version or of another model; the message says what is wrong first.
    /// </exception>
    public static PackedFile Read(ReadOnlySpan<byte> file, string name, ModelInfo model, IReadOnlyList<PackedTensor> tensors)
    {
        try
        {
            ReadOnlySpan<byte> json = Json(file);
            var header = SafetensorsHeader.Parse(json);
            CheckVersion(header, model);
            CheckSum(file, header);
            ReadOnlySpan<byte> data = file[(SafetensorsHeader.PrefixBytes + json.Length)..];
            header.CheckLayout(data.Length);
            CheckModel(header, model, tensors);
            return new PackedFile(header, data, DataFacts.Read(header.Metadata, model));
        }
        catch (InvalidDataException error)
        {
            throw new ModelFileException($"Cannot read '{name}' as a packed {model.Name}: {error.Message}", error);
        }
    }

    /// <summary>The bytes of a tensor.</summary>
    public ReadOnlySpan<byte> this[string name]
    {
        get
        {
            SafetensorsEntry entry = _header.Entries[name];
            return _data.Slice((int)entry.Offset, (int)entry.Length);
        }
    }

    private static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> file)
    {
        if (file.Length < SafetensorsHeader.PrefixBytes)
        {
            throw new InvalidDataException(
                $"it has {file.Length} bytes, fewer than the {SafetensorsHeader.PrefixBytes} of the header length. {Damaged}");
        }
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(file);
        int following = file.Length - SafetensorsHeader.PrefixBytes;
        if (claimed > PackedFormat.MostHeaderBytes)
        {
            throw new InvalidDataException(
                $"it claims a header of {claimed} bytes; at most {PackedFormat.MostHeaderBytes} are allowed. {Damaged}");
        }
        if (claimed > (ulong)following)
            throw new InvalidDataException($"it claims a header of {claimed} bytes, but only {following} follow. {Damaged}");
        return file.Slice(SafetensorsHeader.PrefixBytes, (int)claimed);
    }

    private static void CheckVersion(SafetensorsHeader header, ModelInfo model)
    {
        if (!header.Metadata.TryGetValue(PackedFormat.VersionKey, out string? version))
        {
            throw new InvalidDataException(header.Metadata.ContainsKey("quantdsl.step")
                ? $"it is a model that was saved to go on training. Export it: {model.Name}.Load(path).Export(\"model.qdsl\")."
                : $"its metadata has no '{PackedFormat.VersionKey}'. {Damaged}");
        }
        if (version != PackedFormat.Version)
        {
            throw new InvalidDataException(
                $"its format has version {SafetensorsHeader.Quote(version)}, but this program reads version {PackedFormat.Version}. Export "
                + "it with the version of QuantDsl that reads it.");
        }
    }

    private static void CheckSum(ReadOnlySpan<byte> file, SafetensorsHeader header)
    {
        if (!header.Metadata.ContainsKey(PackedFormat.ChecksumKey))
            throw new InvalidDataException($"its metadata has no '{PackedFormat.ChecksumKey}'. {Damaged}");
        (int start, int length) = header.PlaceOf(PackedFormat.ChecksumKey).GetOffsetAndLength(file.Length - SafetensorsHeader.PrefixBytes);
        start += SafetensorsHeader.PrefixBytes;
        ReadOnlySpan<byte> digits = file.Slice(start, length);
        var checksum = new Crc32C();
        checksum.Append(file[..start]);
        checksum.Append(PackedFormat.NoDigits);
        checksum.Append(file[(start + length)..]);
        string expected = PackedFormat.Digits(checksum.Value);
        if (!digits.SequenceEqual(Encoding.ASCII.GetBytes(expected)))
        {
            throw new InvalidDataException(
                $"its checksum is {expected}, but the file says {SafetensorsHeader.Quote(Encoding.UTF8.GetString(digits))}. {Damaged}");
        }
    }

    /// <summary>
    /// The name of the class does not matter: a declaration may have another where the model is trained than where it predicts.
    /// </summary>
    private static void CheckModel(SafetensorsHeader header, ModelInfo model, IReadOnlyList<PackedTensor> tensors)
    {
        foreach ((string key, string expected) in ModelDescription.Of(model))
        {
            if (key == ModelDescription.ModelKey)
                continue;
            string words = ModelDescription.Words(key);
            if (!header.Metadata.TryGetValue(key, out string? found))
            {
                throw new InvalidDataException(
                    $"it is another model: it does not record {words}, which is '{expected}' in the class. {OtherModel}");
            }
            if (found != expected)
            {
                throw new InvalidDataException(
                    $"it is another model: {words} is {SafetensorsHeader.Quote(found)} in the file, but '{expected}' in the class. {OtherModel}");
            }
        }
        int expectedTensors = 0;
        foreach (PackedTensor tensor in tensors)
        {
            if (tensor.IsFloat)
            {
                CheckTensor(header, tensor.Name, SafetensorsDtype.F32, tensor.Shape);
                expectedTensors++;
                continue;
            }
            CheckTensor(header, tensor.Name, SafetensorsDtype.U8, [tensor.Bytes]);
            CheckTensor(header, tensor.ScaleName, SafetensorsDtype.F32, [tensor.Scales]);
            expectedTensors += 2;
        }
        if (header.Entries.Count != expectedTensors)
        {
            throw new InvalidDataException(
                $"it is another model: it has a tensor {SafetensorsHeader.Quote(Surplus(header, tensors))}, which the class does not "
                + $"have. {OtherModel}");
        }
    }

    /// <summary>A tensor of the file that the class does not have.</summary>
    private static string Surplus(SafetensorsHeader header, IReadOnlyList<PackedTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (PackedTensor tensor in tensors)
        {
            names.Add(tensor.Name);
            names.Add(tensor.ScaleName);
        }
        string surplus = "";
        foreach (string name in header.Entries.Keys)
            surplus = names.Contains(name) ? surplus : name;
        return surplus;
    }

    private static void CheckTensor(SafetensorsHeader header, string name, SafetensorsDtype dtype, int[] shape)
    {
        if (!header.Entries.TryGetValue(name, out SafetensorsEntry? entry))
            throw new InvalidDataException($"it is another model: it has no tensor '{name}'. {OtherModel}");
        bool fits = entry.Dtype == dtype && entry.Shape.Count == shape.Length;
        for (int axis = 0; fits && axis < shape.Length; axis++)
            fits = entry.Shape[axis] == shape[axis];
        if (!fits)
        {
            throw new InvalidDataException(
                $"it is another model: its tensor '{name}' is {entry.Dtype.Name} [{string.Join(", ", entry.Shape)}], but the class has "
                + $"{dtype.Name} [{string.Join(", ", shape)}]. {OtherModel}");
        }
    }
}
