using System.Globalization;

namespace Experiments.Options;

/// <summary>Creates the options of this program: words, numbers, paths, and comma-separated lists of them.</summary>
internal static class Values
{
    /// <summary>A path.</summary>
    public static ValueOption<string> Path(string name, string expected, string helpName, string description) =>
        new(name, expected, (string text, out string path) => IsPath(path = text)) { HelpName = helpName, Description = description };

    /// <summary>One of several words; the first is the default.</summary>
    public static ValueOption<string> Choice(string name, IReadOnlyList<string> words, string description) =>
        new(name, Alternatives(words), (string text, out string word) => words.Contains(word = text))
        {
            HelpName = string.Join('|', words),
            Description = description,
            DefaultValueFactory = _ => words[0],
        };

    /// <summary>One or more of several words.</summary>
    public static ValueOption<IReadOnlyList<string>> Words(
        string name, IReadOnlyList<string> words, string description, string? byDefault = null) =>
        List(
            name,
            $"one or more of {string.Join(", ", words)}, separated by commas",
            words.Contains,
            text => text,
            string.Join('|', words),
            description,
            byDefault);

    /// <summary>A whole number.</summary>
    public static ValueOption<long> Number(
        string name, long least, long most, string helpName, string description, string? byDefault = null) =>
        WithDefault(
            new ValueOption<long>(
                name,
                Range("a whole number", least, most),
                (string text, out long number) =>
                    long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
                    && number >= least
                    && number <= most)
            {
                HelpName = helpName,
                Description = description,
            },
            byDefault);

    /// <summary>One or more whole numbers.</summary>
    public static ValueOption<IReadOnlyList<int>> Numbers(
        string name, int least, int most, string helpName, string description, string? byDefault = null) =>
        List(
            name,
            $"{Range("whole numbers", least, most)}, separated by commas",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= least
                && number <= most,
            text => int.Parse(text, CultureInfo.InvariantCulture),
            helpName,
            description,
            byDefault);

    /// <summary>One or more numbers strictly between two limits.</summary>
    public static ValueOption<IReadOnlyList<double>> Fractions(
        string name, double above, double below, string helpName, string description, string? byDefault = null) =>
        List(
            name,
            string.Create(CultureInfo.InvariantCulture, $"numbers between {above} and {below}, separated by commas"),
            text => TryFraction(text, out double number) && number > above && number < below,
            text => TryFraction(text, out double number) ? number : throw new FormatException(text),
            helpName,
            description,
            byDefault);

    /// <summary>Joins alternatives, for example <c>markdown, text or csv</c>.</summary>
    public static string Alternatives(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    private static ValueOption<IReadOnlyList<T>> List<T>(
        string name,
        string expected,
        Predicate<string> accepts,
        Func<string, T> read,
        string helpName,
        string description,
        string? byDefault) =>
        WithDefault(
            new ValueOption<IReadOnlyList<T>>(name, expected, (string text, out IReadOnlyList<T> values) =>
            {
                string[] parts = text.Split(',');
                bool good = Array.TrueForAll(parts, accepts);
                values = good ? [.. parts.Select(read).Distinct()] : [];
                return good;
            })
            {
                HelpName = helpName + ",…",
                Description = description,
            },
            byDefault);

    private static ValueOption<T> WithDefault<T>(ValueOption<T> option, string? text)
        where T : notnull
    {
        if (text is not null)
            option.DefaultValueFactory = _ => text;
        return option;
    }

    private static bool TryFraction(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static string Range(string what, long least, long most) => (least, most) switch
    {
        (long.MinValue, long.MaxValue) => $"{what} of 64 bits",
        (_, int.MaxValue or long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"{what} of at least {least}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{what} from {least} to {most}"),
    };

    private static bool IsPath(string value) => !string.IsNullOrWhiteSpace(value) && !value.Contains('\0');
}
