namespace QuantDsl;

/// <summary>
/// The model's input is token ids, int64 [N, length], and the first layer reads them as one-hot vectors [N, length, vocabulary].
/// <c>[QuantModel(length)]</c> gives the length.
/// </summary>
/// <param name="vocabulary">Number of different tokens; ids range from 0 to vocabulary − 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OneHotAttribute(int vocabulary) : Attribute
{
    /// <summary>Number of different tokens.</summary>
    public int Vocabulary { get; } = vocabulary;
}
