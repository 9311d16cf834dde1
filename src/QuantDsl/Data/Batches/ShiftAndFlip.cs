namespace QuantDsl.Data;

/// <summary>Moves and mirrors an image in place. Numbers only change places: it does not matter that they are normalised already.</summary>
internal static class ShiftAndFlip
{
    /// <summary>Draws what the augmentation leaves to chance and applies it to an image [channels, height, width].</summary>
    public static void Apply(
        Augmentation augmentation, ref SplitMix64 random, long[] shape, Normalization? normalization, Span<float> image)
    {
        int padding = augmentation.CropPadding;
        int down = 0, right = 0;
        if (padding > 0)
        {
            down = (int)random.NextBelow((2 * padding) + 1) - padding;
            right = (int)random.NextBelow((2 * padding) + 1) - padding;
        }

        bool flip = augmentation.HorizontalFlip && random.NextBelow(2) == 1;
        (int height, int width) = ((int)shape[1], (int)shape[2]);
        for (int channel = 0; channel < shape[0]; channel++)
        {
            Span<float> plane = image.Slice(channel * height * width, height * width);
            if (down != 0 || right != 0)
                Shift(plane, width, down, right, normalization?.Input(0, channel) ?? 0);
            for (int row = 0; flip && row < height; row++)
                plane.Slice(row * width, width).Reverse();
        }
    }

    /// <summary>Reads every pixel from so many rows below and columns to the right.</summary>
    private static void Shift(Span<float> plane, int width, int down, int right, float black)
    {
        int height = plane.Length / width;
        for (int i = 0; i < height; i++)
        {
            // A row is read before it is written: from the top if rows move up, from the bottom if they move down.
            int row = down >= 0 ? i : height - 1 - i;
            Span<float> target = plane.Slice(row * width, width);
            if (row + down < 0 || row + down >= height)
            {
                target.Fill(black);
                continue;
            }

            Span<float> source = plane.Slice((row + down) * width, width);
            if (right >= 0)
            {
                source[right..].CopyTo(target);
                target[^right..].Fill(black);
            }
            else
            {
                source[..^-right].CopyTo(target[-right..]);
                target[..-right].Fill(black);
            }
        }
    }
}
