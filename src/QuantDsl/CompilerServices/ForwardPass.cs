using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The purpose of a forward pass.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ForwardPass
{
    /// <summary>Prediction: running statistics are used, and nothing is changed.</summary>
    Predict,

    /// <summary>First pass of a step: batch statistics are used and update the running statistics; dropout draws its masks.</summary>
    Train,

    /// <summary>
    /// Second pass of a backtrack step: batch statistics are used, running statistics are kept; dropout reuses its masks.
    /// </summary>
    Trial,
}
