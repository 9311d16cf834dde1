using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How signs lie for a product by look-up. Four weights that follow each other in the sum are a group: four bits that choose one of the 16
/// signed sums of four numbers, as <see cref="ILanes{TSelf}.LookUp"/> takes them. A word has 8 groups, a step 64 words, one for each column
/// of a panel. A row of a convolution's kernel is a tap, so that its columns
/// must not be dilated; it begins with a new step, and a pixel with a new group.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LookUpPanels
{
    /// <summary>Columns of a panel.</summary>
    public const int Columns = 64;

    /// <summary>Numbers, and weights, of a group.</summary>
    public const int Group = 4;

    /// <summary>Groups of a word.</summary>
    public const int GroupsOfWord = 8;

    /// <summary>Weights of a word.</summary>
    public const int Word = Group * GroupsOfWord;

    /// <summary>Panels of so many columns; the last may be partly used.</summary>
    public static int Count(int columns) => (columns + Columns - 1) / Columns;

    /// <summary>Groups of a pixel; the last may be partly used.</summary>
    public static int GroupsOf(int channels) => (channels + Group - 1) / Group;

    /// <summary>Words of a column for a tap.</summary>
    public static int Words(int groups) => (groups + GroupsOfWord - 1) / GroupsOfWord;

    /// <summary>Bytes of a panel.</summary>
    public static long Bytes(in WeightOrder order) =>
        (long)order.Rows * Words(order.KernelColumns * GroupsOf(order.Channels)) * Columns * sizeof(uint);
}
