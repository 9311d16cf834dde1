namespace QuantDsl.Generators.Operations;

/// <summary>What a parameter is to training.</summary>
internal enum ParameterKind
{
    /// <summary>Weights, which the layer's quantizer applies to.</summary>
    Quantizable,

    /// <summary>Trained, and never quantized.</summary>
    FullPrecision,

    /// <summary>Not trained: it follows from the batches that pass through.</summary>
    Statistic,
}
