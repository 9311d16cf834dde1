using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where a tensor of a packed model lies once it is loaded.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum PackedPlace
{
    /// <summary>As float32 for as long as the model: what kernels read as it is.</summary>
    Kept,

    /// <summary>As float32 until it is packed into panels.</summary>
    Expanded,

    /// <summary>As bits until they are packed into panels: ±α with one α.</summary>
    Signs,

    /// <summary>As codes of 2 to 4 bits until they are packed into panels.</summary>
    Codes,
}
