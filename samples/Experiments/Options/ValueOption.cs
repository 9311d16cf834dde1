using System.CommandLine;
using System.CommandLine.Parsing;

namespace Experiments.Options;

/// <summary>An option with one value that says what it expects.</summary>
/// <typeparam name="T">What the text stands for.</typeparam>
internal sealed class ValueOption<T> : Option<string>, IExplainedOption
    where T : notnull
{
    private readonly string _expected;
    private readonly TryParse _parse;

    /// <param name="name">The name, such as <c>--bits</c>.</param>
    /// <param name="expected">What a value must be, for messages.</param>
    /// <param name="parse">Reads a value.</param>
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

    /// <summary>Reads a text; false if it is not what the option expects.</summary>
    public delegate bool TryParse(string text, out T value);

    /// <summary>Whether the command line gives it or it has a default.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(this) is not null;

    /// <summary>The value.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public T Read(ParseResult parsed) =>
        parsed.GetValue(this) is { } text && _parse(text, out T value) ? value : throw new UsageException(Problem("none"));

    /// <summary>The value, or another if there is none.</summary>
    public T Or(ParseResult parsed, T other) => IsGiven(parsed) ? Read(parsed) : other;

    /// <inheritdoc/>
    public string Explain(OptionResult result) => result.Tokens.Count switch
    {
        0 => Problem("none"),
        1 => result.Errors.First().Message,
        _ => Problem($"{result.Tokens.Count} values"),
    };

    /// <summary>A message about this option.</summary>
    public string Problem(string found) => $"{Name}: expected {_expected}, got {found}. Try --help.";
}
