namespace QuantDsl.Tests.Reference;

/// <summary>Loops over [N, C, H, W].</summary>
internal static class Images
{
    public static IEnumerable<(int N, int C, int Y, int X)> Indices(NdArray images)
    {
        for (int n = 0; n < images.Shape[0]; n++)
        {
            for (int c = 0; c < images.Shape[1]; c++)
            {
                for (int y = 0; y < images.Shape[2]; y++)
                {
                    for (int x = 0; x < images.Shape[3]; x++)
                        yield return (n, c, y, x);
                }
            }
        }
    }
}
