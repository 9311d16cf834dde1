using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>What the first pass over a tile finds for the measures of zig-zag.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ZigZagSums
{
    /// <summary>
    /// Σ g·g′: the gradient and that of the previous step; in the second half of a backtrack step the trial gradient and that at q.
    /// </summary>
    public double Products { get; set; }

    /// <summary>Σ g² of the former.</summary>
    public double Squares { get; set; }

    /// <summary>Largest |wₜ − wₜ₋₁| of each lane.</summary>
    public Vector512<float> Swing { get; set; }

    /// <summary>Weights whose update has the opposite sign of the one before.</summary>
    public int SignChanges { get; set; }

    /// <summary>Weights whose own sign changed, 0 being positive: with 1 bit that is a flip of the level.</summary>
    public int Crossings { get; set; }
}
