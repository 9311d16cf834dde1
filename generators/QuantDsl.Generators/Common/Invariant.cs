using System.Globalization;

namespace QuantDsl.Generators.Common;

/// <summary>Values as text for people, independent of the culture.</summary>
internal static class Invariant
{
    /// <summary>A whole number with separators between thousands.</summary>
    public static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Number(double)"/>
    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A value as it is.</summary>
    public static string Of(object? value) => FormattableString.Invariant($"{value}");
}
