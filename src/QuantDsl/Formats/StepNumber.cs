using System.Globalization;

namespace QuantDsl.Formats;

/// <summary>A number of steps in a file's metadata.</summary>
internal static class StepNumber
{
    // More than any run takes, and far from where counting on would overflow.
    private const long Most = long.MaxValue / 2;

    /// <summary>Reads it; false for what no model can have taken.</summary>
    public static bool TryParse(string? text, out long steps) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out steps) && steps <= Most;
}
