namespace QuantDsl.Data;

/// <summary>Shifts and mirrors an image in place. Values only move, so it does not matter that they are already normalised.</summary>
internal static class ShiftAndFlip
{
    /// <summary>Draws a random shift and flip and applies them to an image [channels, height, width].</summary>
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

    /// <summary>
    /// Replaces every pixel by the one <paramref name="down"/> rows below and <paramref name="right"/> columns to the right.
    /// </summary>
    private static void Shift(Span<float> plane, int width, int down, int right, float black)
    {
        int height = plane.Length / width;
        for (int i = 0; i < height; i++)
        {
            // A row must be read before it is overwritten: start at the top if rows move up, at the bottom if they move down.
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
