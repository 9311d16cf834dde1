using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>How a CUDA device finds the scales of a parameter.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CudaSolver
{
    /// <summary>The parameter is in full precision.</summary>
    None,

    /// <summary>Σ D|w| / Σ D.</summary>
    ClosedForm,

    /// <summary>By alternating between levels and scale.</summary>
    Alternating,

    /// <summary>By sorting.</summary>
    Exact,
}
