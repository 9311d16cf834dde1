using System.Globalization;
using StbImageSharp;

namespace QuantDsl.Data;

/// <summary>Decodes JPEG, PNG and BMP. The format is detected by content, because ImageNet contains a PNG file named as a JPEG.</summary>
internal static class ImageDecoder
{
    // More than any photograph has, and few enough that a damaged header does not exhaust memory.
    private const long MostPixels = 1L << 28;
    private const string What = "a JPEG, PNG or BMP image";

    /// <summary>Decodes a file to 1 or 3 channels.</summary>
    /// <exception cref="DatasetException">The file is missing, damaged or in another format; the message names it.</exception>
    public static DecodedImage Read(string path, int channels)
    {
        byte[] bytes = DataFile.Read(path, What, file =>
        {
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        });
        return Decode(bytes, path, channels);
    }

    /// <summary>Decodes the bytes of a file to 1 or 3 channels.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="channels">Number of channels.</param>
    /// <exception cref="DatasetException">They are damaged or in another format.</exception>
    public static DecodedImage Decode(byte[] bytes, string name, int channels)
    {
        try
        {
            return Decode(bytes, channels);
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            string reason = bytes.Length == 0 ? "an empty file" : $"damage or another format ({cause.Message})";
            throw DatasetException.At(name, What, reason, "Download or convert it again, or remove it.", cause);
        }
    }

    private static DecodedImage Decode(byte[] bytes, int channels)
    {
        using var stream = new StrictBytes(bytes);
        if (ImageInfo.FromStream(stream) is not { } info)
            throw new InvalidDataException("unknown header");
        if ((long)info.Width * info.Height > MostPixels)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"its header announces {info.Width}×{info.Height} pixels"));
        }

        PngCheck.Verify(bytes);
        stream.Position = 0;
        var image = ImageResult.FromStream(stream, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        return new DecodedImage(image.Data, image.Width, image.Height, channels);
    }
}
