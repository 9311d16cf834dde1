namespace QuantDsl.CompilerServices;

/// <summary>Finds where values of a forward pass become NaN or infinite. Created only after its loss was.</summary>
internal sealed class Diagnosis
{
    /// <summary>Checks the input and the parameters.</summary>
    /// <param name="inputs">Samples of the pass.</param>
    /// <param name="store">The model's parameters.</param>
    public Diagnosis(ReadOnlySpan<float> inputs, ParameterStore store)
    {
        if (!float.IsFinite(Magnitude.Largest(inputs)))
            Culprit = "the input";
        for (int index = 0; Culprit is null && index < store.Parameters.Count; index++)
        {
            if (!float.IsFinite(Magnitude.Largest(store.QuantizedOf(index))))
                (Culprit, Layer) = (store.Parameters[index].Name, store.Parameters[index].Name);
        }
    }

    /// <summary>What was found first to be NaN or infinite, such as <c>the output of Conv1</c>; null if nothing was.</summary>
    public string? Culprit { get; private set; }

    /// <summary>The layer or parameter that <see cref="Culprit"/> names; null if it is the input.</summary>
    public string? Layer { get; private set; }

    /// <summary>Names the first layer with such an output, unless input or a parameter is to blame.</summary>
    public void Blame(string layer)
    {
        if (Culprit is null)
            (Culprit, Layer) = ($"the output of {layer}", layer);
    }
}
