using System.Numerics;

namespace QuantDsl.Data;

/// <summary>Draws one digit as an anti-aliased 28×28 8-bit image, which depends only on digit and seed.</summary>
internal static class GlyphRenderer
{
    public const int Side = 28;
    public const int Pixels = Side * Side;

    private const int MaxKeyPoints = 16;
    private const int PiecesPerSpan = 6;

    /// <summary>Draws <paramref name="digit"/> into <paramref name="image"/> (784 pixels, row by row, bright ink on black).</summary>
    public static void Draw(int digit, ulong seed, Span<byte> image)
    {
        var random = new SplitMix64(seed);
        Vector2[][][] variants = Glyphs.Variants(digit);
        Vector2[][] strokes = variants[random.NextBelow(variants.Length)];
        var hand = new Handwriting(ref random);

        Span<float> coverage = stackalloc float[Pixels];
        coverage.Clear();
        Span<Vector2> points = stackalloc Vector2[MaxKeyPoints];
        foreach (Vector2[] stroke in strokes)
        {
            Tremble(stroke, points, hand.Tremble, ref random);
            DrawCurve(points[..stroke.Length], hand, coverage);
        }

        Develop(coverage, hand, ref random, image);
    }

    /// <summary>Moves every key point a little; the two equal points of a corner move together.</summary>
    private static void Tremble(ReadOnlySpan<Vector2> stroke, Span<Vector2> moved, float deviation, ref SplitMix64 random)
    {
        for (int i = 0; i < stroke.Length; i++)
        {
            bool corner = i > 0 && stroke[i] == stroke[i - 1];
            moved[i] = corner ? moved[i - 1] : stroke[i] + (deviation * random.NextNormals());
        }
    }

    /// <summary>Draws a Catmull-Rom curve through the key points as short straight pieces.</summary>
    private static void DrawCurve(ReadOnlySpan<Vector2> keys, in Handwriting hand, Span<float> coverage)
    {
        for (int i = 0; i + 1 < keys.Length; i++)
        {
            Vector2 from = keys[i], to = keys[i + 1];
            if (from == to)
                continue;

            // At an end or a corner the neighbour is missing or the same point, so the curve leaves it in a straight line.
            Vector2 before = i > 0 ? keys[i - 1] : from;
            Vector2 after = i + 2 < keys.Length ? keys[i + 2] : to;
            Vector2 start = hand.Place(from);
            for (int piece = 1; piece <= PiecesPerSpan; piece++)
            {
                Vector2 end = hand.Place(CatmullRom(before, from, to, after, (float)piece / PiecesPerSpan));
                DrawPiece(start, end, hand.Radius, hand.Softness, coverage);
                start = end;
            }
        }
    }

    private static Vector2 CatmullRom(Vector2 before, Vector2 from, Vector2 to, Vector2 after, float t) =>
        from + (.5f * t * (to - before
            + (t * ((2 * before) - (5 * from) + (4 * to) - after
            + (t * ((3 * (from - to)) + after - before))))));

    /// <summary>Covers the pixels near a straight piece: fully within the pen's radius, fading out over the softness.</summary>
    private static void DrawPiece(Vector2 start, Vector2 end, float radius, float softness, Span<float> coverage)
    {
        float reach = radius + (softness / 2);
        Vector2 low = Vector2.Min(start, end) - new Vector2(reach);
        Vector2 high = Vector2.Max(start, end) + new Vector2(reach);
        int left = Math.Max(0, (int)MathF.Floor(low.X)), right = Math.Min(Side - 1, (int)MathF.Ceiling(high.X));
        int top = Math.Max(0, (int)MathF.Floor(low.Y)), bottom = Math.Min(Side - 1, (int)MathF.Ceiling(high.Y));

        Vector2 along = end - start;
        float scale = 1 / MathF.Max(along.LengthSquared(), 1e-12f);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Vector2 offset = new Vector2(x + .5f, y + .5f) - start;
                float t = Math.Clamp(Vector2.Dot(offset, along) * scale, 0, 1);
                float distance = (offset - (t * along)).Length();
                float covered = Math.Clamp(((radius - distance) / softness) + .5f, 0, 1);
                ref float pixel = ref coverage[(y * Side) + x];
                pixel = MathF.Max(pixel, covered);
            }
        }
    }

    private static void Develop(ReadOnlySpan<float> coverage, in Handwriting hand, ref SplitMix64 random, Span<byte> image)
    {
        for (int i = 0; i < Pixels; i += 2)
        {
            Vector2 value = (hand.Ink * new Vector2(coverage[i], coverage[i + 1])) + (hand.Noise * random.NextNormals());
            value = Vector2.Clamp(value, Vector2.Zero, Vector2.One) * 255;
            image[i] = (byte)MathF.Round(value.X);
            image[i + 1] = (byte)MathF.Round(value.Y);
        }
    }
}
