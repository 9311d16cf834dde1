using System.Globalization;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>Runs code under another culture.</summary>
internal static class Cultures
{
    /// <summary>A comma for decimals, U+2212 for minus, a blank between thousands, with or without ICU's data for Swedish.</summary>
    public static CultureInfo Swedish { get; } = Make();

    /// <summary>Runs <paramref name="action"/> under a culture.</summary>
    public static T With<T>(CultureInfo culture, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Make()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("sv-SE").Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "\u00a0";
        return culture;
    }
}
