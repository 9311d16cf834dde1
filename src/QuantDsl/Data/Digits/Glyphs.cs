using System.Numerics;

namespace QuantDsl.Data;

/// <summary>
/// How the ten digits are written: each has a few variants, a variant has strokes, and a stroke has key points in the unit box (x to the
/// right, y down). A smooth curve runs through the key points; a point given twice is a corner.
/// </summary>
internal static class Glyphs
{
    private static readonly Vector2[][][][] Digits =
    [
        [
            [Stroke(.50f, .00f, .17f, .16f, .06f, .50f, .17f, .84f, .50f, 1.0f, .83f, .84f, .94f, .50f, .83f, .16f, .50f, .00f)],
            [Stroke(.62f, .03f, .28f, .08f, .08f, .45f, .15f, .85f, .50f, 1.0f, .85f, .80f, .94f, .42f, .75f, .08f, .42f, .07f)],
            [Stroke(.70f, .10f, .40f, .00f, .12f, .25f, .08f, .65f, .35f, .98f, .75f, .90f, .93f, .50f, .80f, .12f, .55f, .02f)],
        ],
        [
            [Stroke(.50f, .00f, .50f, 1.0f)],
            [Stroke(.52f, .00f, .49f, .50f, .50f, 1.0f)],
            [Stroke(.24f, .24f, .52f, .00f, .52f, .00f, .52f, 1.0f)],
            [Stroke(.26f, .22f, .50f, .00f, .50f, .00f, .50f, 1.0f), Stroke(.18f, 1.0f, .82f, 1.0f)],
        ],
        [
            [Stroke(.10f, .26f, .28f, .04f, .62f, .00f, .86f, .22f, .72f, .52f, .40f, .78f, .06f, 1.0f, .06f, 1.0f, .94f, .98f)],
            [
                Stroke(
                    .12f, .20f, .45f, .00f, .82f, .14f, .78f, .45f, .48f, .80f,
                    .14f, .97f, .04f, .86f, .22f, .76f, .55f, .92f, .94f, .94f),
            ],
            [Stroke(.14f, .12f, .50f, .00f, .84f, .18f, .70f, .55f, .10f, .98f, .10f, .98f, .50f, .92f, .92f, 1.0f)],
        ],
        [
            [
                Stroke(
                    .12f, .14f, .42f, .00f, .80f, .12f, .76f, .36f, .40f, .47f,
                    .40f, .47f, .80f, .56f, .90f, .78f, .56f, 1.0f, .08f, .88f),
            ],
            [
                Stroke(
                    .12f, .02f, .12f, .02f, .86f, .00f, .86f, .00f, .44f, .40f,
                    .44f, .40f, .84f, .54f, .88f, .82f, .52f, 1.0f, .08f, .90f),
            ],
            [Stroke(.16f, .10f, .55f, .00f, .82f, .20f, .62f, .42f, .40f, .48f, .70f, .52f, .90f, .75f, .60f, .98f, .12f, .96f)],
        ],
        [
            [Stroke(.22f, .02f, .12f, .56f, .12f, .56f, .94f, .54f), Stroke(.74f, .10f, .68f, 1.0f)],
            [Stroke(.24f, .00f, .10f, .38f, .30f, .55f, .72f, .46f), Stroke(.82f, .00f, .76f, .46f, .72f, 1.0f)],
            [Stroke(.70f, 1.0f, .70f, .00f, .70f, .00f, .04f, .64f, .04f, .64f, .96f, .66f)],
        ],
        [
            [
                Stroke(
                    .86f, .00f, .24f, .02f, .24f, .02f, .18f, .44f, .18f, .44f,
                    .52f, .36f, .88f, .56f, .82f, .86f, .46f, 1.0f, .08f, .90f),
            ],
            [Stroke(.26f, .04f, .22f, .42f, .22f, .42f, .62f, .40f, .86f, .66f, .66f, .96f, .10f, .96f), Stroke(.26f, .04f, .92f, .00f)],
            [Stroke(.90f, .04f, .40f, .02f, .26f, .18f, .28f, .40f, .62f, .52f, .80f, .76f, .54f, .98f, .12f, .92f)],
        ],
        [
            [Stroke(.76f, .00f, .38f, .20f, .12f, .60f, .22f, .92f, .54f, 1.0f, .86f, .80f, .76f, .54f, .46f, .50f, .14f, .72f)],
            [Stroke(.52f, .00f, .22f, .40f, .12f, .74f, .34f, .99f, .72f, .92f, .82f, .66f, .52f, .54f, .18f, .74f)],
            [Stroke(.84f, .08f, .56f, .00f, .22f, .28f, .10f, .68f, .36f, 1.0f, .80f, .90f, .86f, .62f, .58f, .48f, .14f, .66f)],
        ],
        [
            [Stroke(.08f, .04f, .92f, .02f, .92f, .02f, .60f, .46f, .42f, 1.0f)],
            [Stroke(.08f, .02f, .90f, .04f, .90f, .04f, .38f, 1.0f)],
            [Stroke(.08f, .04f, .92f, .02f, .92f, .02f, .58f, .50f, .40f, 1.0f), Stroke(.30f, .52f, .86f, .48f)],
            [Stroke(.10f, .22f, .12f, .04f, .12f, .04f, .90f, .00f, .90f, .00f, .66f, .40f, .54f, 1.0f)],
        ],
        [
            [
                Stroke(
                    .80f, .12f, .48f, .00f, .18f, .18f, .40f, .42f, .76f, .62f, .82f, .88f,
                    .48f, 1.0f, .16f, .86f, .26f, .62f, .62f, .42f, .82f, .20f, .74f, .08f),
            ],
            [
                Stroke(.50f, .00f, .22f, .10f, .24f, .36f, .50f, .46f, .76f, .36f, .78f, .10f, .50f, .00f),
                Stroke(.50f, .46f, .16f, .60f, .14f, .86f, .50f, 1.0f, .86f, .86f, .84f, .60f, .50f, .46f),
            ],
            [Stroke(.84f, .06f, .40f, .02f, .22f, .26f, .56f, .50f, .80f, .78f, .50f, 1.0f, .20f, .80f, .46f, .50f, .84f, .06f)],
        ],
        [
            [Stroke(.84f, .22f, .56f, .00f, .18f, .12f, .16f, .40f, .46f, .52f, .84f, .22f, .84f, .22f, .82f, .60f, .70f, 1.0f)],
            [
                Stroke(
                    .82f, .18f, .50f, .00f, .16f, .20f, .24f, .46f, .60f, .46f,
                    .82f, .18f, .82f, .18f, .86f, .66f, .62f, .98f, .20f, .92f),
            ],
            [Stroke(.76f, .10f, .42f, .02f, .18f, .28f, .42f, .50f, .74f, .34f, .80f, .04f, .80f, .04f, .78f, .50f, .78f, 1.0f)],
        ],
    ];

    /// <summary>The variants of a digit, each a list of strokes.</summary>
    public static Vector2[][][] Variants(int digit) => Digits[digit];

    private static Vector2[] Stroke(params ReadOnlySpan<float> coordinates)
    {
        var points = new Vector2[coordinates.Length / 2];
        for (int i = 0; i < points.Length; i++)
            points[i] = new Vector2(coordinates[2 * i], coordinates[(2 * i) + 1]);
        return points;
    }
}
