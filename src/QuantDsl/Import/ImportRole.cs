namespace QuantDsl.Import;

/// <summary>What an array is to its layer.</summary>
internal enum ImportRole
{
    /// <summary>Weights, which training keeps in [−1, 1] if they are quantized.</summary>
    Weights,

    /// <summary>Added to sums over weights, and scaled with them.</summary>
    Bias,

    /// <summary>Running mean of such sums.</summary>
    Mean,

    /// <summary>Their running variance.</summary>
    Variance,

    /// <summary>Anything else.</summary>
    Other,
}
