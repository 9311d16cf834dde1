namespace QuantDsl;

/// <summary>What a model takes a sample for.</summary>
/// <param name="Class">The class with the largest logit; of equal ones the first.</param>
/// <param name="Probability">Softmax of the logits at that class: a probability if the model was trained with cross-entropy.</param>
/// <param name="Name">Name of the class; null if the file has no names.</param>
public readonly record struct Classification(int Class, float Probability, string? Name)
{
    /// <summary>In words, the same in every culture: <c>class 3 (cat), probability 0.981</c>.</summary>
    public override string ToString()
    {
        string name = Name is null ? "" : $" ({Name})";
        return FormattableString.Invariant($"class {Class}{name}, probability {Probability:F3}");
    }
}
