using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>
/// What is said of two layers whose values cannot be added or concatenated. How to change the layers before is found in the whole graph.
/// </summary>
internal static class JoinedShapes
{
    /// <summary>No sum.</summary>
    public static Inference CannotAdd(string other, Shape mine, Shape theirs)
    {
        string advice = Ranks(mine, theirs, "added")
            ?? (mine.IsImage ? "Give both the same channels, height and width"
            : mine.Length == theirs.Length ? "Give both the same number of features"
            : "Give both the same length" + (mine.Channels == theirs.Channels ? "" : " and number of features"));
        return Fails("add", other, mine, theirs, "", advice);
    }

    /// <summary>No concatenation along the channels.</summary>
    public static Inference CannotConcatenate(string other, Shape mine, Shape theirs)
    {
        string advice = Ranks(mine, theirs, "concatenated")
            ?? (mine.IsSequence ? "Give both the same length" : "Give both the same height and width");
        string kinds = mine.Dimensions.Count == theirs.Dimensions.Count ? $" in more than {(mine.IsImage ? "channels" : "features")}" : "";
        return Fails("concatenate", other, mine, theirs, kinds, advice);
    }

    private static Inference Fails(string verb, string other, Shape mine, Shape theirs, string difference, string advice) =>
        Inference.Fails(Ids.JoinedShapes, verb, other, mine, theirs, difference, advice);

    /// <summary>Of values of different kinds; null where they are of one.</summary>
    private static string? Ranks(Shape mine, Shape theirs, string joined)
    {
        if (mine.Dimensions.Count == theirs.Dimensions.Count)
            return null;
        (Shape larger, Shape smaller) = mine.Dimensions.Count > theirs.Dimensions.Count ? (mine, theirs) : (theirs, mine);
        return $"{(larger.IsImage ? "An image" : "A sequence")} and "
            + $"{(smaller.IsSequence ? "a sequence" : "a flat value")} cannot be {joined}";
    }
}
