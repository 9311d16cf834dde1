using System.Globalization;
using System.Text;

namespace QuantDsl;

/// <summary>
/// The characters of a text, numbered from 0 in the order of their Unicode code points. The numbers are the token ids of a character-level
/// model.
/// </summary>
public sealed class Vocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, long> _tokens;

    /// <summary>Collects the characters of a text.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <exception cref="DatasetException">The text is empty.</exception>
    public Vocabulary(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            throw new DatasetException("Vocabulary: expected a text, found an empty one. Check where the text comes from.");
        _characters = [.. text.EnumerateRunes().Distinct().Order()];
        _tokens = _characters.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index);
    }

    /// <summary>Number of different characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters, indexed by token id.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>Returns the token ids of a text, one per character.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="DatasetException">A character is not in the vocabulary; the message says which one and where.</exception>
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
                    string.Create(CultureInfo.InvariantCulture, $"only the {Count} characters of the vocabulary"),
                    string.Create(CultureInfo.InvariantCulture, $"'{character}' (U+{character.Value:X4}) at position {tokens.Count}"),
                    "Create the vocabulary from a text that contains it, or remove it.");
            }

            tokens.Add(token);
        }

        return [.. tokens];
    }

    /// <summary>Returns the text of a sequence of token ids.</summary>
    /// <param name="tokens">Token ids from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token id is out of range.</exception>
    public string Decode(ReadOnlySpan<long> tokens)
    {
        var text = new StringBuilder(tokens.Length);
        foreach (long token in tokens)
        {
            if (token < 0 || token >= Count)
            {
                string expected = string.Create(CultureInfo.InvariantCulture, $"Expected token ids from 0 to {Count - 1}.");
                throw new ArgumentOutOfRangeException(nameof(tokens), token, expected);
            }

            text.Append(_characters[token].ToString());
        }

        return text.ToString();
    }
}
