namespace QuantDsl;

/// <summary>
/// A trained row of features for each token, weights [vocabulary, features]. Only as the first stage: the model's input is then token ids, int64
/// [N, length], and <c>[QuantModel(length)]</c> gives the length of a sequence. Rows start from U(±√(1.5/(1 + features))): a feature has one input, because
/// rows are looked up and not added.
/// </summary>
/// <param name="vocabulary">Different tokens; ids are from 0 to vocabulary − 1.</param>
/// <param name="features">Features of a token.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class EmbeddingAttribute(int vocabulary, int features) : Attribute
{
    /// <summary>Different tokens.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Features of a token.</summary>
    public int Features { get; } = features;
}
