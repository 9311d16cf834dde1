using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The weights of a tile whose level depends on where in its range the scale ends: few, while it moves little from step to step. The solver
/// then visits only them. They lie in the memory of the quantized values, which is free until those are written.
/// </summary>
/// <param name="memory">The first half receives values, the second their curvature.</param>
internal ref struct CandidateList(Span<float> memory)
{
    private readonly Span<float> _values = memory[..(memory.Length / 2)];
    private readonly Span<float> _curvature = memory[(memory.Length / 2)..];

    /// <summary>How many there are; −1 if they were too many.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the chosen lanes.</summary>
    /// <param name="values">Values.</param>
    /// <param name="curvature">Their curvature.</param>
    /// <param name="chosen">All bits of a lane set: chosen; none: not.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<float> values, Vector512<float> curvature, Vector512<float> chosen)
    {
        ulong bits = chosen.ExtractMostSignificantBits();
        if (bits != 0)
            Add(values, curvature, chosen, BitOperations.PopCount(bits));
    }

    private void Add(Vector512<float> values, Vector512<float> curvature, Vector512<float> chosen, int count)
    {
        if (Count < 0 || Count + count > _values.Length)
        {
            Count = -1;
            return;
        }
        Lanes.StoreChosen(values, chosen, _values, Count);
        Lanes.StoreChosen(curvature, chosen, _curvature, Count);
        Count += count;
    }
}
