using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What a forward pass is for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ForwardPass
{
    /// <summary>Running statistics are used; nothing changes.</summary>
    Predict,

    /// <summary>First pass of a step: batch statistics are used and move the running ones; dropout draws its masks.</summary>
    Train,

    /// <summary>Second pass of a backtrack step: batch statistics are used, running ones stay; dropout keeps its masks.</summary>
    Trial,
}
