namespace QuantDsl;

/// <summary>Layer normalisation of one layer: trained γ and β.</summary>
public sealed class LayerNormState
{
    internal LayerNormState(Parameter weight, Parameter bias) => (Weight, Bias) = (weight, bias);

    /// <summary>γ, [channels].</summary>
    public Parameter Weight { get; }

    /// <summary>β, [channels].</summary>
    public Parameter Bias { get; }
}
