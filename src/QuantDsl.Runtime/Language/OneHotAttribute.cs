namespace QuantDsl;

/// <summary>
/// The input is token ids, int64 [N, length], and the first stage sees each as a vector of zeros with a one at the id. <c>[QuantModel(length)]</c> gives
/// the length of a sequence.
/// </summary>
/// <param name="vocabulary">Different tokens; ids are from 0 to vocabulary − 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OneHotAttribute(int vocabulary) : Attribute
{
    /// <summary>Different tokens.</summary>
    public int Vocabulary { get; } = vocabulary;
}
