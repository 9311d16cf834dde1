namespace QuantDsl.CompilerServices;

/// <summary>Panels of weights whose sums are looked up, whatever those are.</summary>
internal static class LookUpPanels
{
    /// <summary>Columns of a panel.</summary>
    public const int Columns = 64;

    /// <summary>Panels of so many columns; the last may be partly used.</summary>
    public static int Count(int columns) => (columns + Columns - 1) / Columns;
}

/// <summary>
/// How weights lie for a product by look-up. Some that follow each other in the sum are a group, whose index chooses one of the sums of as
/// many terms. A step has 64 words, one for each column of a panel. A row of a convolution's kernel is a tap, so that its columns must not
/// be dilated; it begins with a new step, and a pixel with a new group.
/// </summary>
/// <typeparam name="TSums">The sums.</typeparam>
internal static class LookUpPanels<TSums>
    where TSums : struct, ILookUpSums
{
    /// <summary>Weights of a word.</summary>
    public static int Word => TSums.Group * TSums.GroupsOfWord;

    /// <summary>Groups of a pixel; the last may be partly used.</summary>
    public static int GroupsOf(int channels) => (channels + TSums.Group - 1) / TSums.Group;

    /// <summary>Words of a column for a tap.</summary>
    public static int Words(int groups) => (groups + TSums.GroupsOfWord - 1) / TSums.GroupsOfWord;

    /// <summary>Bytes of a panel.</summary>
    public static long Bytes(in WeightOrder order) =>
        (long)order.Rows * Words(order.KernelColumns * GroupsOf(order.Channels)) * LookUpPanels.Columns * sizeof(uint);
}
