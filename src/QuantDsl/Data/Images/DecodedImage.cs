namespace QuantDsl.Data;

/// <summary>A decoded image in its original size.</summary>
/// <param name="Pixels">8-bit values [height, width, channels].</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Channels">Number of channels, 1 or 3.</param>
internal sealed record DecodedImage(byte[] Pixels, int Width, int Height, int Channels);
