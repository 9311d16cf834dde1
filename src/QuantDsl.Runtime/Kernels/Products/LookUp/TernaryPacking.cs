using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Packs weights with levels −1, 0 and 1 for products by look-up: three weights that follow each other in the sum are the digits of a number
/// from −13 to 13 in balanced ternary, the first the lowest. Its magnitude has 4 bits, its sign one more; six such are a word.
/// </summary>
internal static unsafe class TernaryPacking
{
    /// <summary>Weights of an index.</summary>
    public const int Group = 3;

    /// <summary>Indices of a word.</summary>
    public const int GroupsOfWord = 6;

    private const int Word = Group * GroupsOfWord;
    private const int IndexBits = 5;
    private const int Sign = 16;

    /// <inheritdoc cref="ILookUpSums.Pack"/>
    public static void Pack(in WeightOrder order, in TernaryLevels levels, byte* target, UnitRange panels)
    {
        nint bytes = (nint)LookUpPanels<TernarySums>.Bytes(order);
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int columns = Math.Min(LookUpPanels.Columns, order.Columns - (panel * LookUpPanels.Columns));
            nint first = order.Start + (panel * LookUpPanels.Columns * order.ColumnStride);
            uint* words = (uint*)(target + (panel * bytes));
            if (!order.IsFlat)
                PackTaps(order, levels, first, columns, words);
            else if (order.IsForward)
                PackColumns(order, levels, first, columns, words);
            else
                PackSteps(order, levels, first, columns, words);
        }
    }

    /// <summary>The terms of a column lie side by side.</summary>
    private static void PackColumns(in WeightOrder order, in TernaryLevels levels, nint first, int columns, uint* words)
    {
        uint* above = stackalloc uint[LookUpPanels.Columns], below = stackalloc uint[LookUpPanels.Columns];
        new Span<uint>(above, LookUpPanels.Columns).Clear();
        new Span<uint>(below, LookUpPanels.Columns).Clear();
        for (int step = 0; step < order.Steps; step += Word, words += LookUpPanels.Columns)
        {
            int count = Math.Min(Word, order.Steps - step);
            for (int column = 0; column < columns; column++)
                levels.Read(first + (column * order.ColumnStride) + step, count, out above[column], out below[column]);
            for (int column = 0; column < LookUpPanels.Columns; column += Vector512<int>.Count)
                Vector512.Store(Indices(Vector512.Load(above + column), Vector512.Load(below + column)), words + column);
        }
    }

    /// <summary>The indices of words of 18 weights each, whose bits say which are 1 and which −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Indices(Vector512<uint> above, Vector512<uint> below)
    {
        // The next weight is always in the highest bit: the last first.
        Vector512<int> plus = (above << (32 - Word)).AsInt32(), minus = (below << (32 - Word)).AsInt32(), word = Vector512<int>.Zero;
        for (int group = 0; group < GroupsOfWord; group++)
        {
            Vector512<int> number = (minus >> 31) - (plus >> 31);
            plus <<= 1;
            minus <<= 1;
            number = Append(number, (minus >> 31) - (plus >> 31));
            plus <<= 1;
            minus <<= 1;
            number = Append(number, (minus >> 31) - (plus >> 31));
            plus <<= 1;
            minus <<= 1;
            word = (word << IndexBits) | Index(number);
        }
        return word.AsUInt32();
    }

    /// <summary>The columns of a term lie side by side.</summary>
    private static void PackSteps(in WeightOrder order, in TernaryLevels levels, nint first, int columns, uint* words)
    {
        uint* above = stackalloc uint[Word], below = stackalloc uint[Word];
        for (int step = 0; step < order.Steps; step += Word)
        {
            int count = Math.Min(Word, order.Steps - step);
            new Span<uint>(above, Word).Clear();
            new Span<uint>(below, Word).Clear();
            for (int column = 0; column < LookUpPanels.Columns; column += 32)
            {
                int width = Math.Clamp(columns - column, 0, 32);
                for (int i = 0; i < count; i++)
                    levels.Read(first + ((step + i) * order.ChannelStride) + column, width, out above[i], out below[i]);
                for (int half = 0; half < 32; half += Vector512<int>.Count, words += Vector512<int>.Count)
                    Vector512.Store(Indices(above, below, FirstBits << half), words);
            }
        }
    }

    /// <summary>The indices of 16 columns.</summary>
    /// <param name="above">For each of 18 terms, which columns have 1.</param>
    /// <param name="below">Which have −1.</param>
    /// <param name="bit">The bit of each column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Indices(uint* above, uint* below, Vector512<uint> bit)
    {
        Vector512<int> word = Vector512<int>.Zero;
        for (int term = Word - 1; term > 0; term -= Group)
        {
            Vector512<int> number = Level(above[term], below[term], bit);
            number = Append(number, Level(above[term - 1], below[term - 1], bit));
            number = Append(number, Level(above[term - 2], below[term - 2], bit));
            word = (word << IndexBits) | Index(number);
        }
        return word.AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Level(uint above, uint below, Vector512<uint> bit)
    {
        var isNotAbove = Vector512.Equals(Vector512.Create(above) & bit, Vector512<uint>.Zero);
        var isNotBelow = Vector512.Equals(Vector512.Create(below) & bit, Vector512<uint>.Zero);
        return (isNotAbove - isNotBelow).AsInt32();
    }

    /// <summary>A number with one more digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Append(Vector512<int> number, Vector512<int> digit) => (number << 1) + number + digit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Index(Vector512<int> number) => Vector512.Abs(number) | ((number >> 31) & Vector512.Create(Sign));

    private static void PackTaps(in WeightOrder order, in TernaryLevels levels, nint first, int columns, uint* words)
    {
        int groups = LookUpPanels<TernarySums>.GroupsOf(order.Channels);
        int wordsOfRow = LookUpPanels<TernarySums>.Words(order.KernelColumns * groups) * LookUpPanels.Columns;
        new Span<uint>(words, order.Rows * wordsOfRow).Clear();
        for (int row = 0; row < order.Rows; row++, words += wordsOfRow)
        {
            for (int column = 0; column < columns; column++)
            {
                int group = 0;
                for (int pixel = 0; pixel < order.KernelColumns; pixel++)
                {
                    nint weight = first + (column * order.ColumnStride) + (row * order.RowStride) + (pixel * order.KernelColumnStride);
                    for (int channel = 0; channel < order.Channels; channel += Group, group++)
                    {
                        int number = 0;
                        for (int i = Math.Min(Group, order.Channels - channel) - 1; i >= 0; i--)
                            number = (3 * number) + levels.Read(weight + ((channel + i) * order.ChannelStride));
                        (int word, int place) = Math.DivRem(group, GroupsOfWord);
                        uint index = (uint)(number < 0 ? Sign - number : number);
                        words[(word * LookUpPanels.Columns) + column] |= index << (place * IndexBits);
                    }
                }
            }
        }
    }

    /// <summary>Bit i in lane i.</summary>
    private static Vector512<uint> FirstBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            0x1u, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000);
    }
}
