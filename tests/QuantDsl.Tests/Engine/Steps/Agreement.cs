namespace QuantDsl.Tests.Engine;

/// <summary>Compares numbers within their tolerances, and keeps the first that does not agree.</summary>
internal sealed class Agreement
{
    /// <summary>The first deviation beyond its tolerance; null if there is none.</summary>
    public string? Problem { get; private set; }

    /// <summary>The largest deviation of each quantity, in tolerances.</summary>
    public SortedDictionary<string, double> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Compares with a tolerance for each value.</summary>
    public void Compare(string what, string where, Uncertain expected, IReadOnlyList<double> actual)
    {
        if (expected.Values.Length != actual.Count)
            Problem ??= $"{where}: {what} has {actual.Count} values, expected {expected.Values.Length}";
        for (int i = 0; i < Math.Min(expected.Values.Length, actual.Count); i++)
        {
            double deviation = Math.Abs(expected.Values[i] - actual[i]);
            double tolerance = expected.Errors[i];
            if (!(deviation <= tolerance))
                Problem ??= $"{where}: {what}[{i}] is {actual[i]:R}, expected {expected.Values[i]:R} ± {tolerance:G2}";
            else if (deviation > 0)
                Used[what] = Math.Max(Used.GetValueOrDefault(what), deviation / tolerance);
        }
    }

    /// <summary>Something else is wrong, or nothing.</summary>
    public void Note(string where, string? problem) => Problem ??= problem is null ? null : $"{where}: {problem}";
}
