namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Any text.</summary>
/// <param name="Text">The file, in which <see cref="Space"/> stands for the namespace of the case.</param>
internal sealed record TextCase(string Text) : FuzzCase
{
    /// <summary>An identifier that no source has.</summary>
    public const string Space = "Namespace0";

    public override string Render(string space) => Text.Replace(Space, space);

    /// <summary>Without some lines, then without some characters; half of them, then a quarter, and so on.</summary>
    public override IEnumerable<FuzzCase> Smaller()
    {
        string[] lines = Text.Split('\n');
        foreach (Range cut in Cuts(lines.Length))
            yield return new TextCase(string.Join("\n", [.. lines[..cut.Start], .. lines[cut.End..]]));
        foreach (Range cut in Cuts(Text.Length))
            yield return new TextCase(Text[..cut.Start] + Text[cut.End..]);
    }

    private static IEnumerable<Range> Cuts(int length)
    {
        for (int size = length / 2; size >= 1; size /= 2)
        {
            for (int start = 0; start + size <= length; start += size)
                yield return start..(start + size);
        }
    }
}
