using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>What is said of two layers whose values cannot be added or concatenated.</summary>
internal static class JoinedShapes
{
    /// <summary>No sum.</summary>
    public static Inference CannotAdd(string layer, string other, Shape mine, Shape theirs)
    {
        string advice = Ranks(mine, theirs, "added")
            ?? (mine.Length != theirs.Length
                ? "Give both the same length" + (mine.Channels == theirs.Channels ? "" : " and number of features")
            : !mine.IsImage ? "Give both the same number of features"
            : mine.Height == theirs.Height && mine.Width == theirs.Width
                ? $"Give {layer} {theirs.Channels} channels or {Projection(other, mine)}"
                : Sizes(layer, other, mine, theirs, Projection(other, mine) + " and stride 2"));
        return Fails("add", other, mine, theirs, "", advice);
    }

    /// <summary>No concatenation along the channels.</summary>
    public static Inference CannotConcatenate(string layer, string other, Shape mine, Shape theirs)
    {
        string advice = Ranks(mine, theirs, "concatenated")
            ?? (mine.IsSequence
                ? "Give both the same length"
                : Sizes(layer, other, mine, theirs, $"project {other} with a 1×1 Conv2d of stride 2"));
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

    private static string Projection(string other, Shape mine) => $"project {other} with a 1×1 Conv2d of {mine.Channels} channels";

    /// <summary>Of images of different height or width.</summary>
    private static string Sizes(string layer, string other, Shape mine, Shape theirs, string projection)
    {
        if (IsHalf(mine, theirs))
            return $"Give {layer} stride 1 or {projection}";
        return IsHalf(theirs, mine)
            ? $"Give {layer} stride 2 or {other} stride 1"
            : $"Give {layer} a padding that keeps the size {theirs.Height}×{theirs.Width}";
    }

    private static bool IsHalf(Shape small, Shape large) => (large.Height + 1) / 2 == small.Height && (large.Width + 1) / 2 == small.Width;
}
