using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Finds where a forward pass leaves the finite numbers. Made only after its loss did.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Diagnosis
{
    /// <summary>Looks at the input and the parameters.</summary>
    /// <param name="input">Input of the pass.</param>
    /// <param name="store">The model's parameters.</param>
    public Diagnosis(Tensor input, ParameterStore store)
    {
        if (!IsFinite(input))
            Culprit = "the input";
        foreach (Parameter parameter in store.Parameters)
        {
            if (Culprit is null && !IsFinite(parameter.Quantized))
                (Culprit, Layer) = (parameter.Name, parameter.Name);
        }
    }

    /// <summary>The first that is not finite, such as <c>the output of Conv1</c>; null: none.</summary>
    public string? Culprit { get; private set; }

    /// <summary>The layer or parameter of <see cref="Culprit"/>, if it is one.</summary>
    public string? Layer { get; private set; }

    /// <summary>Looks at the output of a stage.</summary>
    public void See(string stage, Tensor output)
    {
        if (Culprit is null && !IsFinite(output))
            (Culprit, Layer) = ($"the output of {stage}", stage);
    }

    private static bool IsFinite(Tensor values)
    {
        using IDisposable unrecorded = no_grad();
        using Tensor finite = values.isfinite();
        using Tensor all = finite.all();
        return all.item<bool>();
    }
}
