using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Which update a fused pass performs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum UpdateStage
{
    /// <summary>Quantize the latent weights with uniform curvature, at construction.</summary>
    Initial,

    /// <summary>The LAQ step, or plain Adam in full precision.</summary>
    Laq,

    /// <summary>One step forward: the trial weights go to the buffer of the quantized ones.</summary>
    Trial,

    /// <summary>Back: the real step along the blend of current and trial gradient.</summary>
    Backtrack,
}
