using System.ComponentModel;
using System.Text;
using QuantDsl.Cuda;

namespace QuantDsl.CompilerServices;

/// <summary>The update of a model on a CUDA device: its source and parameters, from the generator.</summary>
/// <param name="model">Name of the model's class, for messages.</param>
/// <param name="parameters">Its parameters in the order of their memory.</param>
/// <param name="source">CUDA C++: the recipe, the list of quantizers and the kernels, as instances of the library's templates.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaProgram(string model, CudaParameter[] parameters, ReadOnlySpan<byte> source)
{
    /// <summary>The complete source, in CUDA C++.</summary>
    public string Source => KernelSource.Complete(this);

    /// <summary>Whether it measures how weights zig-zag.</summary>
    public bool IsMeasured { get; init; }

    internal string Model => model;

    internal IReadOnlyList<CudaParameter> Parameters => parameters;

    /// <summary>The model's part of <see cref="Source"/>.</summary>
    internal string OwnSource { get; } = Encoding.UTF8.GetString(source);

    /// <summary>Whether any parameter is quantized, so that updates end with a launch of the quantization.</summary>
    internal bool IsQuantized => parameters.Any(parameter => parameter.Solver != CudaSolver.None);

    /// <summary>Number of scales that all blocks solve together, waiting for each other.</summary>
    internal int SharedScales => parameters.Where(parameter => parameter.IsShared).Sum(parameter => parameter.ScalesPerRow);
}
