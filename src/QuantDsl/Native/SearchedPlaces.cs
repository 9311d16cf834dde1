namespace QuantDsl.Native;

/// <summary>Where a library was searched, for messages.</summary>
internal static class SearchedPlaces
{
    /// <summary>A line for each place, after a line that says what they are; begins with a line break.</summary>
    public static string Lines(IEnumerable<string> places) =>
        "\nSearched:" + string.Concat(places.Distinct(StringComparer.Ordinal).Select(place => $"\n  {place}"));
}
