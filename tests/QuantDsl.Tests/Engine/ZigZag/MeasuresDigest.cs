using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Tests.Engine.ZigZag;

/// <summary>All bits of the measures of a fixed mixed run.</summary>
internal static class MeasuresDigest
{
    public static string Of<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using var run = MeasuredRun.Of<TModel>();
        StringBuilder text = new();
        for (int step = 0; step < 6; step++)
        {
            foreach (ZigZagMeasures it in run.Step())
            {
                text.Append(CultureInfo.InvariantCulture, $"{it.LevelFlips:R} {it.LargestSwing:R} {it.SignChanges:R} ");
                text.Append(CultureInfo.InvariantCulture, $"{it.GradientCosine:R} {it.TrialCosine:R}\n");
            }
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }
}
