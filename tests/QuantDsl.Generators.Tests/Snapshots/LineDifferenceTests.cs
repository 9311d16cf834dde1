namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>The message of a failing snapshot shows what changed, where, and little else.</summary>
public sealed class LineDifferenceTests
{
    [Fact]
    public void Shows_changed_lines_and_their_neighbours()
    {
        string before = string.Join("\n", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
        string after = string.Join("\n", "one", "two", "three", "four", "FIVE", "six", "seven", "seven and a half", "eight", "nine");

        Assert.Equal(
            """
              …
                3   three
                4   four
                5 − five
                5 + FIVE
                6   six
                7   seven
                8 + seven and a half
                9   eight
               10   nine

            """,
            LineDifference.Of(before, after));
    }

    [Fact]
    public void Says_when_only_line_ends_differ() => Assert.Contains("\r", LineDifference.Of("one\r\ntwo", "one\ntwo"));

    [Fact]
    public void Is_cut_off() =>
        Assert.EndsWith("… and more\n", LineDifference.Of("", string.Join("\n", Enumerable.Range(0, 500))), StringComparison.Ordinal);

    [Fact]
    public void Is_empty_for_equal_texts() => Assert.Equal("", LineDifference.Of("one\ntwo", "one\ntwo"));
}
