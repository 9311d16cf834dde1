using System.Globalization;
using System.Text;

namespace QuantDsl;

/// <summary>The characters of a text, numbered in the order of their Unicode values: the tokens of a character model.</summary>
public sealed class Vocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, long> _tokens;

    /// <summary>The characters of a text.</summary>
    /// <param name="text">The text; at least one character.</param>
    /// <exception cref="DatasetException">The text is empty.</exception>
    public Vocabulary(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            throw new DatasetException("Vocabulary: expected a text, found an empty one. Check where it comes from.");
        _characters = [.. text.EnumerateRunes().Distinct().Order()];
        _tokens = _characters.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index);
    }

    /// <summary>The number of characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters by their numbers.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>The numbers of a text's characters.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="DatasetException">A character is not in the vocabulary; the message says which and where.</exception>
    public long[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<long> tokens = new(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            if (!_tokens.TryGetValue(character, out long token))
            {
                throw DatasetException.At(
                    "text",
                    string.Create(CultureInfo.InvariantCulture, $"the {Count} characters of the vocabulary"),
                    string.Create(CultureInfo.InvariantCulture, $"'{character}' (U+{character.Value:X4}) at place {tokens.Count}"),
                    "Make the vocabulary of a text that has it, or remove it.");
            }

            tokens.Add(token);
        }

        return [.. tokens];
    }

    /// <summary>The text of numbers.</summary>
    /// <param name="tokens">Numbers below <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is no character's.</exception>
    public string Decode(ReadOnlySpan<long> tokens)
    {
        var text = new StringBuilder(tokens.Length);
        foreach (long token in tokens)
        {
            if (token < 0 || token >= Count)
            {
                string expected = string.Create(CultureInfo.InvariantCulture, $"Expected numbers from 0 to {Count - 1}.");
                throw new ArgumentOutOfRangeException(nameof(tokens), token, expected);
            }

            text.Append(_characters[token].ToString());
        }

        return text.ToString();
    }
}
