namespace QuantDsl.Data;

/// <summary>An image as its file says.</summary>
/// <param name="Pixels">8-bit values [height, width, channels].</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 or 3.</param>
internal sealed record DecodedImage(byte[] Pixels, int Width, int Height, int Channels);
