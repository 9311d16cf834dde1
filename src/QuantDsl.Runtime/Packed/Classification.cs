using QuantDsl.CompilerServices;

namespace QuantDsl;

/// <summary>What a model takes a sample for.</summary>
/// <param name="Class">The class with the largest logit; of equal ones the first.</param>
/// <param name="Probability">Softmax of the logits at that class: a probability if the model was trained with cross-entropy.</param>
/// <param name="Name">Name of the class; null if the model knows no names.</param>
public readonly record struct Classification(int Class, float Probability, string? Name)
{
    /// <summary>The class of the largest logit.</summary>
    /// <param name="logits">The logits of a sample.</param>
    /// <param name="names">Names of the classes; empty if there are none.</param>
    internal static unsafe Classification Of(ReadOnlySpan<float> logits, string[] names)
    {
        float largest;
        int place;
        fixed (float* first = logits)
            (largest, place) = Predictions.Largest(first, logits.Length);
        float sum = 0;
        foreach (float logit in logits)
            sum += Exponential.Of(logit - largest);
        return new Classification(place, 1f / sum, place < names.Length ? names[place] : null);
    }

    /// <summary>In words, the same in every culture: <c>class 3 (cat), probability 0.981</c>.</summary>
    public override string ToString()
    {
        string name = Name is null ? "" : $" ({Name})";
        return FormattableString.Invariant($"class {Class}{name}, probability {Probability:F3}");
    }
}
