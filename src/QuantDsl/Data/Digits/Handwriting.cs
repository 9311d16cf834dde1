using System.Numerics;

namespace QuantDsl.Data;

/// <summary>Random properties of one written digit: position, size and slant, the tremble of the hand, the look of the pen.</summary>
internal readonly struct Handwriting
{
    private readonly Matrix3x2 _placement;
    private readonly Vector2 _bendX;
    private readonly Vector2 _bendY;
    private readonly Vector2 _phase;
    private readonly float _bend;

    public Handwriting(ref SplitMix64 random)
    {
        float width = random.NextBetween(8f, 16f);
        float height = random.NextBetween(13f, 21f);
        float slant = random.NextBetween(-.40f, .25f);
        float angle = random.NextBetween(-.26f, .26f);
        Vector2 centre = new(14 + random.NextBetween(-2.5f, 2.5f), 14 + random.NextBetween(-2.5f, 2.5f));
        _placement = Matrix3x2.CreateTranslation(-.5f, -.5f)
            * Matrix3x2.CreateScale(width, height)
            * new Matrix3x2(1, 0, slant, 1, 0, 0)
            * Matrix3x2.CreateRotation(angle)
            * Matrix3x2.CreateTranslation(centre);

        _bend = random.NextBetween(.01f, .075f);
        _bendX = new Vector2(random.NextBetween(-5f, 5f), random.NextBetween(-5f, 5f));
        _bendY = new Vector2(random.NextBetween(-5f, 5f), random.NextBetween(-5f, 5f));
        _phase = new Vector2(random.NextBetween(0, MathF.Tau), random.NextBetween(0, MathF.Tau));

        Tremble = random.NextBetween(.015f, .065f);
        Radius = random.NextBetween(.7f, 2f);
        Softness = random.NextBetween(.9f, 1.8f);
        Ink = random.NextBetween(.6f, 1f);
        Noise = random.NextBetween(.02f, .16f);
    }

    /// <summary>Standard deviation of a key point's displacement, in the unit box.</summary>
    public float Tremble { get; }

    /// <summary>Half the pen's width in pixels.</summary>
    public float Radius { get; }

    /// <summary>Pixels over which the edge of a stroke fades.</summary>
    public float Softness { get; }

    /// <summary>Brightness of the stroke, in (0, 1].</summary>
    public float Ink { get; }

    /// <summary>Standard deviation of the noise on every pixel.</summary>
    public float Noise { get; }

    /// <summary>Maps a point of the unit box to pixels. The bend depends only on the point, so strokes that meet still meet.</summary>
    public Vector2 Place(Vector2 point)
    {
        Vector2 bend = new(
            MathF.Sin(Vector2.Dot(_bendX, point) + _phase.X),
            MathF.Sin(Vector2.Dot(_bendY, point) + _phase.Y));
        return Vector2.Transform(point + (_bend * bend), _placement);
    }
}
