using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>A few hundred characters as token ids, each position labelled with the next character.</summary>
internal static class TinyText
{
    public const int Characters = 17;

    public const int Length = 12;

    private const string Text =
        "the cat sat on the mat. the dog sat on the log. the cat saw the dog and the dog saw the cat. "
        + "a cat on a mat and a dog on a log. the mat was flat and the log was old. the old cat and the old dog sat on the flat mat. "
        + "the dog was sad and the cat was glad. the sad dog and the glad cat had a hat. "
        + "the hat was on the mat and the mat was on the log. "
        + "the cat had the hat and the dog had the log. so the cat and the dog sat, and the hat was flat.";

    private static readonly char[] Alphabet = [.. Text.Distinct().Order()];

    /// <summary>Overlapping pieces of the text.</summary>
    public static Dataset Data(int every = 3)
    {
        int pieces = (Text.Length - Length - 1) / every;
        long[] ids = [.. Enumerable.Range(0, pieces).SelectMany(piece => Ids(piece * every))];
        long[] next = [.. Enumerable.Range(0, pieces).SelectMany(piece => Ids((piece * every) + 1))];
        return new Dataset(tensor(ids, [pieces, Length]), tensor(next, [pieces, Length]), "tiny text", Characters);
    }

    /// <summary>Share of the most frequent character: what a model reaches that knows nothing else.</summary>
    public static double MostFrequent => Text.CountBy(character => character).Max(count => count.Value) / (double)Text.Length;

    public static int Found => Alphabet.Length;

    private static IEnumerable<long> Ids(int start) =>
        Text.Substring(start, Length).Select(character => (long)Array.IndexOf(Alphabet, character));
}
