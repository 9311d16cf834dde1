using System.Text.Json;

namespace QuantDsl.Training;

/// <summary>Sees to it that all processes of a group are about to do the same.</summary>
/// <param name="group">The group.</param>
internal sealed class GroupAgreement(ITrainingGroup group)
{
    /// <summary>A process for messages, for example <c>rank 1 (node7)</c>.</summary>
    public static string Name(int rank, string place) => FormattableString.Invariant($"rank {rank} ({place})");

    /// <summary>Compares what processes say of themselves, and names the first difference. All processes throw, or none does.</summary>
    /// <param name="facts">What this process says: words and values.</param>
    /// <param name="advice">What the user can do about a difference.</param>
    /// <exception cref="InvalidOperationException">There is a difference.</exception>
    public void Require(IEnumerable<(string Words, string Value)> facts, string advice)
    {
        string[] own = [group.Place, .. facts.SelectMany(fact => (string[])[fact.Words, fact.Value])];
        string[][] all = [.. group.Gather(JsonSerializer.SerializeToUtf8Bytes(own, GroupJson.Default.StringArray)).Select(Read)];
        string[] first = all[0];
        for (int rank = 1; rank < all.Length; rank++)
        {
            if (Difference(first, all[rank]) is not { } at)
                continue;
            string words = At(first, at - 1) ?? At(all[rank], at - 1)!;
            throw new InvalidOperationException(
                $"The processes of the group do not train the same: {words} is {Quoted(first, at)} in {Name(0, first[0])}, but "
                + $"{Quoted(all[rank], at)} in {Name(rank, all[rank][0])}. {advice}");
        }
    }

    /// <summary>The place of the value in which two lists differ; null if they are alike.</summary>
    private static int? Difference(string[] left, string[] right)
    {
        for (int at = 2; at < Math.Max(left.Length, right.Length); at += 2)
        {
            if (At(left, at - 1) != At(right, at - 1) || At(left, at) != At(right, at))
                return at;
        }
        return null;
    }

    private static string[] Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, GroupJson.Default.StringArray) ?? [];

    private static string? At(string[] list, int place) => place < list.Length ? list[place] : null;

    private static string Quoted(string[] list, int place) => At(list, place) is { } value ? $"'{value}'" : "not there";
}
