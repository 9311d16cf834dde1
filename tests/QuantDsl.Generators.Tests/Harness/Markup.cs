using System.Text;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>Source text in which <c>{|QDSL0203:…|}</c> marks where a diagnostic belongs.</summary>
/// <param name="Source">The text without marks.</param>
/// <param name="Marks">The marked parts, by where they begin.</param>
internal sealed record Markup(string Source, IReadOnlyList<Mark> Marks)
{
    public static Markup Parse(string marked)
    {
        string text = GeneratorHarness.WithPrelude(marked);
        var source = new StringBuilder();
        var marks = new List<Mark>();
        var open = new Stack<(string Id, int Start)>();
        for (int position = 0; position < text.Length; position++)
        {
            if (At(text, position, "{|"))
            {
                int colon = text.IndexOf(':', position);
                open.Push((text[(position + 2)..colon], source.Length));
                position = colon;
            }
            else if (open.Count > 0 && At(text, position, "|}"))
            {
                (string id, int start) = open.Pop();
                marks.Add(new Mark(id, start, source.Length - start));
                position++;
            }
            else
            {
                source.Append(text[position]);
            }
        }
        Assert.Empty(open);
        return new Markup(source.ToString(), [.. marks.OrderBy(mark => mark.Start).ThenByDescending(mark => mark.Length)]);
    }

    private static bool At(string text, int position, string mark) => string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0;
}

/// <summary>One marked part.</summary>
internal sealed record Mark(string Id, int Start, int Length);
