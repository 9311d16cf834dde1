using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <content>Splits that keep the shares of classes, and cross-validation.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Splits the examples at random into two disjoint parts that both have each class in the share that it has here, to within one
    /// example: for data of few examples, or with rare classes.
    /// </summary>
    /// <param name="first">Number of examples in the first part, from 1 to <see cref="Count"/> − 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>New data sets, as from <see cref="Split"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    /// <exception cref="InvalidOperationException">Examples have a label for each position and so no class of their own.</exception>
    public (Dataset First, Dataset Second) SplitStratified(long first, long seed)
    {
        CheckSplit(first);
        long[] order = SplitOrder(seed);
        bool[] isInFirst = new bool[Count];
        long place = 0;
        foreach (long index in ByClass(order))
        {
            // Of any examples that follow each other, and so of each class, this takes the share of the first part, rounded up or down.
            Int128 next = ((Int128)place + 1) * first / Count;
            isInFirst[index] = next > (Int128)place * first / Count;
            place++;
        }

        return Both(
            () => Part(Array.FindAll(order, index => isInFirst[index]), "first"),
            _ => Part(Array.FindAll(order, index => !isInFirst[index]), "rest"));
    }

    /// <summary>
    /// The splits of a k-fold cross-validation: the examples are dealt at random into parts of equal size, to within one example, and each
    /// part is the validation set once. A fold is made when the loop comes to it; dispose it before the next.
    /// </summary>
    /// <param name="count">Number of folds, k, from 2 to <see cref="Count"/>.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <param name="stratified">Whether all parts have as many examples of a class, to within one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than folds.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="stratified"/>, but examples have a label for each position and so no class of their own.
    /// </exception>
    public IEnumerable<Fold> Folds(int count, long seed, bool stratified = false)
    {
        if (count < 2 || count > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, Invariant($"Expected 2 to {Count} folds of the {Count} examples of {Name}: none may be empty."));
        }

        long[] order = SplitOrder(seed);
        int[] foldOf = new int[Count];
        long place = 0;
        foreach (long index in stratified ? ByClass(order) : order)
            foldOf[index] = (int)(place++ % count);
        return Enumerable.Range(0, count).Select(MakeFold);

        Fold MakeFold(int fold)
        {
            string name = Invariant($"fold {fold + 1} of {count}");
            (Dataset train, Dataset validation) = Both(
                () => Part(Array.FindAll(order, index => foldOf[index] != fold), $"{name}, training"),
                _ => Part(Array.FindAll(order, index => foldOf[index] == fold), $"{name}, validation"));
            return new Fold(fold + 1, train, validation);
        }
    }

    private void CheckSplit(long first)
    {
        if (first < 1 || first >= Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), first, Invariant($"Expected 1 to {Count - 1} of the {Count} examples of {Name}: no part may be empty."));
        }
    }

    /// <summary>The examples in the random order of a split.</summary>
    private long[] SplitOrder(long seed) => Permutation(SplitMix64.Mix(SplitStream, unchecked((ulong)seed)));

    /// <summary>Examples class by class, those of a class in the order given.</summary>
    private IEnumerable<long> ByClass(long[] order)
    {
        if (LabelShape.Count > 0)
        {
            throw new InvalidOperationException(
                $"{Name} has a label for each position of a sequence, so that an example has no class of its own. Split it without regard "
                + "to classes.");
        }

        if (LabelColumn is not TypedColumn<int> classes)
            throw new InvalidOperationException($"The labels of {Name} are numbers, not classes. Split it without regard to classes.");
        int[] labels = new int[Count];
        classes.Gather(order, labels);
        return order.Zip(labels).OrderBy(pair => pair.Second).Select(pair => pair.First);
    }

    private Dataset Part(long[] indices, string suffix) =>
        Like(this, $"{Name} ({suffix})", () => InputColumn.Subset(indices), () => LabelColumn.Subset(indices));
}
