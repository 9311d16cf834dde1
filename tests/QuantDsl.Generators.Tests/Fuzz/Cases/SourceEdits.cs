using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Random edits of valid sources, as typing leaves them.</summary>
internal static class SourceEdits
{
    private static readonly string[] Inserted =
    [
        "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", ":", "=", "\"", "'", "@", "#", "/", "/*", "//", ".", "?", "!", "-", "0", "1",
        "99999999999", "1e9", "\\", "\0", "\u200d", "é", "\n",
        " partial ", " class ", " record ", " static ", " typeof(", " nameof(", " using ", " namespace N ", " get; ", " set; ", " Layer ",
        " null ", " params ", "#if X\n", "\n#endif\n", "$\"{",
        " [QuantModel] ", " [ModelFrom] ", " [Linear] ", " [Conv2d(1,] ", " [Weights(Bits=)] ", " [Add(", " [From()] ", " where T : ",
        " => ", " file ", " \uD83D",
    ];

    private static readonly Func<Random, ImmutableArray<string>, ImmutableArray<string>>[] Edits =
    [
        (random, tokens) => tokens.RemoveAt(random.Next(tokens.Length)),
        RemoveSome,
        (random, tokens) => tokens.Insert(random.Next(tokens.Length + 1), random.Pick(Inserted)),
        (random, tokens) => tokens.Insert(random.Next(tokens.Length + 1), random.Pick(tokens)),
        (random, tokens) => tokens.SetItem(random.Next(tokens.Length), random.Pick(tokens)),
        (random, tokens) => tokens[..random.Next(1, tokens.Length + 1)],
        Swap,
        OneCharacterLess,
        Repeat,
    ];

    /// <summary>The sources with their text in a namespace that stands for that of the case.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Sources =
    [
        .. TestModels.All.Values.Select(source =>
            Tokens(GeneratorHarness.WithPrelude(source)
                .Replace("namespace Models;", $"namespace {TextCase.Space};")
                .Replace("namespace Digits.Models;", $"namespace {TextCase.Space};"))),
    ];

    public static TextCase Case(Random random)
    {
        ImmutableArray<string> tokens = random.Pick(Sources);
        int edits = random.Next(1, 5);
        for (int edit = 0; edit < edits && !tokens.IsEmpty; edit++)
            tokens = random.Pick(Edits)(random, tokens);
        return new TextCase(string.Concat(tokens));
    }

    private static ImmutableArray<string> Tokens(string source) =>
        [.. SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString())];

    private static ImmutableArray<string> RemoveSome(Random random, ImmutableArray<string> tokens)
    {
        int start = random.Next(tokens.Length);
        return tokens.RemoveRange(start, Math.Min(random.Next(1, 12), tokens.Length - start));
    }

    private static ImmutableArray<string> Swap(Random random, ImmutableArray<string> tokens)
    {
        int first = random.Next(tokens.Length);
        int second = random.Chance(0.7) ? Math.Min(first + 1, tokens.Length - 1) : random.Next(tokens.Length);
        return tokens.SetItem(first, tokens[second]).SetItem(second, tokens[first]);
    }

    private static ImmutableArray<string> OneCharacterLess(Random random, ImmutableArray<string> tokens) =>
        tokens.ChangeOne(random, token => token.Length == 0 ? token : token.Remove(random.Next(token.Length), 1));

    /// <summary>A piece pasted a second time, there or elsewhere.</summary>
    private static ImmutableArray<string> Repeat(Random random, ImmutableArray<string> tokens)
    {
        int start = random.Next(tokens.Length);
        int count = Math.Min(random.Next(1, 40), tokens.Length - start);
        int where = random.Chance(0.5) ? start : random.Next(tokens.Length + 1);
        return tokens.InsertRange(where, tokens[start..(start + count)]);
    }
}
