using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What an update of all parameters does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum UpdateKind
{
    /// <summary>Quantizes the latent weights with uniform curvature, at construction.</summary>
    Initial,

    /// <summary>The LAQ step; in full precision plain Adam.</summary>
    Laq,

    /// <summary>First half of a backtrack step: quantizes trial weights and leaves the latent weights and the scales as they are.</summary>
    Trial,

    /// <summary>Second half of a backtrack step: the real step, along the blend of the current and the trial gradient.</summary>
    Backtrack,
}
