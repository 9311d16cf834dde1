namespace QuantDsl.Tests.Data;

/// <summary>Stratified splits and cross-validation.</summary>
public sealed class SplitTests
{
    /// <summary>60, 30 and 7 examples of three classes, each with its index as input.</summary>
    private static readonly long[] Labels = [.. Enumerable.Range(0, 97).Select(i => i < 60 ? 0L : i < 90 ? 1L : 2L)];

    [Theory]
    [InlineData(1)]
    [InlineData(48)]
    [InlineData(96)]
    public void A_stratified_split_keeps_the_shares(int first)
    {
        using Dataset all = Numbered(Labels);
        (Dataset part, Dataset rest) = all.SplitStratified(first, seed: 5);

        Assert.Equal((first, 97 - first), (part.Count, rest.Count));
        Assert.Equal(Enumerable.Range(0, 97), Indices(part).Concat(Indices(rest)).Order());
        foreach ((int label, int count) in new[] { (0, 60), (1, 30), (2, 7) })
            Assert.InRange(Classes(part).Count(one => one == label), Math.Floor(count * first / 97.0), Math.Ceiling(count * first / 97.0));
        (Dataset again, Dataset others) = all.SplitStratified(first, seed: 5);
        Assert.Equal(Indices(part), Indices(again));
        int[] more = Indices(first > 48 ? part : rest);
        Assert.NotEqual(more.Order(), more); // in a random order, not class by class
        Array.ForEach([part, rest, again, others], data => data.Dispose());
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, true)]
    [InlineData(97, true)]
    public void Folds_validate_each_example_once(int count, bool stratified)
    {
        using Dataset all = Numbered(Labels);
        List<int> validated = [];
        int number = 0;
        foreach (Fold fold in all.Folds(count, seed: 2, stratified))
        {
            using (fold)
            {
                Assert.Equal(++number, fold.Number);
                Assert.InRange(fold.Validation.Count, 97 / count, (97 / count) + 1);
                Assert.Equal(Enumerable.Range(0, 97), Indices(fold.Train).Concat(Indices(fold.Validation)).Order());
                if (stratified)
                    Assert.InRange(Classes(fold.Validation).Count(label => label == 0), 60 / count, (60 / count) + 1);
                validated.AddRange(Indices(fold.Validation));
            }
        }

        Assert.Equal(count, number);
        Assert.Equal(Enumerable.Range(0, 97), validated.Order());
    }

    [Fact]
    public void A_part_knows_what_the_whole_knows()
    {
        using Dataset named = Numbered(Labels).WithClassNames("a", "b", "c");
        using Dataset scaled = named.Standardize();
        (Dataset first, Dataset rest) = scaled.SplitStratified(40, seed: 1);
        using (first)
        using (rest)
        {
            Assert.Equal(["a", "b", "c"], first.ClassNames!);
            Assert.Same(scaled.Standardization, rest.Standardization);
        }
    }

    [Fact]
    public void What_leaves_nothing_is_refused()
    {
        using Dataset all = Numbered(Labels);
        using TextData text = Dataset.FromText(string.Concat(Enumerable.Repeat("abcdefgh ", 40)), sequenceLength: 4);

        Says<ArgumentOutOfRangeException>("1 to 96", () => all.SplitStratified(97, 1));
        Says<ArgumentOutOfRangeException>("2 to 97 folds", () => all.Folds(98, 1));
        Says<InvalidOperationException>("no class of its own", () => text.Train.SplitStratified(2, 1));
        Says<InvalidOperationException>("no class of its own", () => text.Train.Folds(2, 1, stratified: true));
        Assert.Equal(2, text.Train.Folds(2, 1).Count());
        Refusal.Of(() => all.WithClassNames("a", "b"), "a name for each of 3 classes, found 2 names");

        static void Says<TError>(string part, Func<object> split)
            where TError : Exception =>
            Assert.Contains(part, Assert.Throws<TError>(() => split()).Message, StringComparison.Ordinal);
    }

    private static Dataset Numbered(long[] labels) =>
        Dataset.FromRows([.. Enumerable.Range(0, labels.Length).Select(i => new[] { (float)i })], labels, name: "numbered");

    private static int[] Indices(Dataset data)
    {
        data.Slice(0, data.Count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        return [.. inputs.ToArray().Select(value => (int)value)];
    }

    private static int[] Classes(Dataset data) => data.SliceLabels(0, data.Count).ToArray();
}
