using System.CommandLine;
using System.CommandLine.Parsing;

namespace Digits.Options;

/// <summary>An option with one value whose messages say what is expected.</summary>
internal sealed class TextOption : Option<string>
{
    private readonly string _expected;

    /// <param name="name">The name, for example <c>--bits</c>.</param>
    /// <param name="expected">Description of valid values, for messages.</param>
    /// <param name="accepts">Returns true for a valid value.</param>
    public TextOption(string name, string expected, Predicate<string> accepts)
        : base(name)
    {
        _expected = expected;
        Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !accepts(token.Value))
                result.AddError(Problem($"'{token.Value}'"));
        });
    }

    /// <summary>Creates an option whose value is one of a few words, shown in the help.</summary>
    public static TextOption Choice(string name, IEnumerable<string> values, string description)
    {
        string[] words = [.. values];
        return new TextOption(name, $"{string.Join(", ", words[..^1])} or {words[^1]}", words.Contains)
        {
            HelpName = string.Join('|', words),
            Description = description,
            DefaultValueFactory = _ => words[0],
        };
    }

    /// <summary>The error message. System.CommandLine's own messages do not say what was expected.</summary>
    public string Explain(OptionResult result) => result.Tokens.Count switch
    {
        0 => Problem("none"),
        1 => result.Errors.First().Message,
        _ => Problem($"{result.Tokens.Count} values"),
    };

    /// <summary>An error message about this option.</summary>
    public string Problem(string found) => $"{Name}: expected {_expected}, got {found}. Try --help.";
}
