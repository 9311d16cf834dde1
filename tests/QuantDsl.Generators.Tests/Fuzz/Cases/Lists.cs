using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Lists made smaller, and random choices.</summary>
internal static class Lists
{
    /// <summary>The list without one of its items.</summary>
    public static IEnumerable<ImmutableArray<T>> Fewer<T>(this ImmutableArray<T> items) =>
        items.Select((_, index) => items.RemoveAt(index));

    /// <summary>The list without one of its items, then with one of them made smaller.</summary>
    public static IEnumerable<ImmutableArray<T>> Smaller<T>(this ImmutableArray<T> items, Func<T, IEnumerable<T>> smaller) =>
        items.Fewer().Concat(items.SelectMany((item, index) => smaller(item).Select(other => items.SetItem(index, other))));

    /// <summary>One of some items.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Whether something happens that happens with this probability.</summary>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>The list with one of its items changed; unchanged when it has none.</summary>
    public static ImmutableArray<T> ChangeOne<T>(this ImmutableArray<T> items, Random random, Func<T, T> change)
    {
        if (items.IsEmpty)
            return items;
        int index = random.Next(items.Length);
        return items.SetItem(index, change(items[index]));
    }
}
