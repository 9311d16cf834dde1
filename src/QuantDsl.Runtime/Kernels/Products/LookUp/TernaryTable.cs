using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The sums of three terms a, b, c times a ternary level each, (a·A + b·B) + c·C. Index i below 14 is the sum whose levels are the digits of
/// i in balanced ternary, a's the lowest; 16 + i is the one with the opposite levels.
/// </summary>
internal static unsafe class TernaryTable
{
    /// <summary>Indices, of which 27 are in use.</summary>
    public const int Length = 32;

    /// <summary>Terms whose tables are there at the same time: 14 words.</summary>
    public const int PartLength = 14 * TernaryPacking.GroupsOfWord * TernaryPacking.Group;

    /// <summary>The levels of all indices: those of a, of b and of c.</summary>
    public static ReadOnlySpan<float> Levels =>
    [
        0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, 0, 0,
        0, -1, 1, 0, -1, 1, 0, -1, 1, 0, -1, 1, 0, -1, 0, 0,
        0, 0, 1, 1, 1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 0, 0,
        0, 0, -1, -1, -1, 1, 1, 1, 0, 0, 0, -1, -1, -1, 0, 0,
        0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0,
        0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0,
    ];

    /// <summary>Writes the levels of all indices where they are α₊, 0 and −α₋.</summary>
    /// <param name="positive">α₊.</param>
    /// <param name="negative">α₋.</param>
    /// <param name="levels">Place of as many numbers as <see cref="Levels"/> has.</param>
    public static void WriteLevels(float positive, float negative, float* levels)
    {
        for (int i = 0; i < Levels.Length; i++)
            levels[i] = Levels[i] * (Levels[i] > 0 ? positive : negative);
    }

    /// <summary>Writes the sums of three terms.</summary>
    /// <param name="levels">The levels of all indices.</param>
    /// <param name="terms">a, b, c.</param>
    /// <param name="table">Place of the sums.</param>
    /// <param name="length">How many of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TLanes>(float* levels, float* terms, float* table, int length)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes a = TLanes.Broadcast(terms[0]), b = TLanes.Broadcast(terms[1]), c = TLanes.Broadcast(terms[2]);
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TLanes ab = TLanes.MultiplyAdd(b, TLanes.Load(levels + Length + i), a * TLanes.Load(levels + i));
            TLanes.Store(TLanes.MultiplyAdd(c, TLanes.Load(levels + (2 * Length) + i), ab), table + i);
        }
    }
}
