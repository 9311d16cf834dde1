namespace QuantDsl;

/// <summary>
/// Embedding table with weights [vocabulary, features]: each token id is replaced by its row. It must be the first layer; the model's input
/// is then token ids, int64 [N, length], where <c>[QuantModel(length)]</c> gives the length. Latent weights are initialised from
/// U(±√(1.5/(fan_in + features))) with fan_in = 1, because rows are looked up rather than summed.
/// </summary>
/// <param name="vocabulary">Number of different tokens; ids range from 0 to vocabulary − 1.</param>
/// <param name="features">Number of features per token.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class EmbeddingAttribute(int vocabulary, int features) : Attribute
{
    /// <summary>Number of different tokens.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Number of features per token.</summary>
    public int Features { get; } = features;
}
