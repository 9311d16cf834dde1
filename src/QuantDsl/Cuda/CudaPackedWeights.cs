using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Weights on a CUDA device that the update also writes as bits or levels, as tensor cores read them.</summary>
/// <param name="parameter">Number of the parameter; its weights are [output][input][tap].</param>
/// <param name="inputs">How many inputs an output meets.</param>
/// <param name="taps">How often it meets each.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CudaPackedWeights(int parameter, int inputs, int taps)
{
    /// <summary>Where they lie output by output, in words; −1: nowhere.</summary>
    public int ByOutput { get; init; } = -1;

    /// <summary>Where they lie input by input.</summary>
    public int ByInput { get; init; } = -1;

    internal int Parameter => parameter;

    internal int Inputs => inputs;

    internal int Taps => taps;
}
