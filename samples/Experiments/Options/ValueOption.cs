using System.CommandLine;
using System.CommandLine.Parsing;

namespace Experiments.Options;

/// <summary>An option with one value whose messages say what is expected.</summary>
/// <typeparam name="T">Type of the parsed value.</typeparam>
internal sealed class ValueOption<T> : Option<string>, IExplainedOption
    where T : notnull
{
    private readonly string _expected;
    private readonly TryParse _parse;

    /// <param name="name">The name, for example <c>--bits</c>.</param>
    /// <param name="expected">Description of valid values, for messages.</param>
    /// <param name="parse">Parses a value.</param>
    public ValueOption(string name, string expected, TryParse parse)
        : base(name)
    {
        (_expected, _parse) = (expected, parse);
        Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !_parse(token.Value, out _))
                result.AddError(Problem($"'{token.Value}'"));
        });
    }

    /// <summary>Parses a text; returns false if it is not a valid value.</summary>
    public delegate bool TryParse(string text, out T value);

    /// <summary>Whether the option is on the command line or has a default.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(this) is not null;

    /// <summary>The value.</summary>
    /// <exception cref="UsageException">The option is not given and has no default.</exception>
    public T Read(ParseResult parsed) =>
        parsed.GetValue(this) is { } text && _parse(text, out T value) ? value : throw new UsageException(Problem("none"));

    /// <summary>The value, or <paramref name="other"/> if the option is not given.</summary>
    public T Or(ParseResult parsed, T other) => IsGiven(parsed) ? Read(parsed) : other;

    /// <inheritdoc/>
    public string Explain(OptionResult result) => result.Tokens.Count switch
    {
        0 => Problem("none"),
        1 => result.Errors.First().Message,
        _ => Problem($"{result.Tokens.Count} values"),
    };

    /// <summary>An error message about this option.</summary>
    public string Problem(string found) => $"{Name}: expected {_expected}, got {found}. Try --help.";
}
