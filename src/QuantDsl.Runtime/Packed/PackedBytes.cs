using System.ComponentModel;
using QuantDsl.Formats;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The bytes of a packed model, wherever they come from. No more are read than such a model can have, whatever a file or stream claims.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PackedBytes
{
    private const int Piece = 1 << 16;

    private PackedBytes(ReadOnlySpan<byte> bytes, string name)
    {
        Bytes = bytes;
        Name = name;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What messages call them.</summary>
    public string Name { get; }

    /// <summary>Bytes in memory.</summary>
    public static implicit operator PackedBytes(ReadOnlySpan<byte> bytes) => new(bytes, "the bytes");

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It cannot be read, or is too long.</exception>
    public static PackedBytes Of(string path, PackedTensor[] tensors)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return new PackedBytes(Read(stream, path, tensors), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"Cannot read '{path}': {Reason(error)} Check the path and permissions.", error);
        }
    }

    /// <summary>In words of our own where it is common: a small program leaves out those of the framework.</summary>
    private static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "it is a folder, or access is denied.",
        _ => error.Message,
    };

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="ModelFileException">It cannot be read, or is too long.</exception>
    public static PackedBytes Of(Stream stream, PackedTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return new PackedBytes(Read(stream, "the stream", tensors), "the stream");
        }
        catch (IOException error)
        {
            throw new ModelFileException($"Cannot read a packed model from the stream: {error.Message}", error);
        }
    }

    private static ReadOnlySpan<byte> Read(Stream stream, string name, PackedTensor[] tensors)
    {
        long most = SafetensorsHeader.PrefixBytes + PackedFormat.MostHeaderBytes;
        foreach (PackedTensor tensor in tensors)
            most += tensor.Bytes + ((long)tensor.Scales * sizeof(float));
        long remaining = stream.CanSeek ? stream.Length - stream.Position : 0;
        byte[] bytes = new byte[Math.Clamp(remaining, 0, most) + 1]; // one more, so that the end is seen without growing
        int length = 0;
        for (int count; (count = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += count;
            if (length > most)
                throw new ModelFileException($"Cannot read '{name}': it is longer than the {most} bytes that the model can have at most.");
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(most + 1, Math.Max(Piece, 2L * length)));
        }
        return bytes.AsSpan(0, length);
    }
}
