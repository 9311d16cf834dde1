using System.ComponentModel;
using System.Text;
using QuantDsl.Cuda;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The whole step of a model on a CUDA device, from the generator: its passes as nodes of a graph, and the memory that they need.
/// </summary>
/// <param name="update">The model's update, whose kernels follow those of a pass.</param>
/// <param name="source">CUDA C++: the kernels of the nodes, as instances of the library's templates.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaNetwork(CudaProgram update, ReadOnlySpan<byte> source)
{
    /// <summary>The declared batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Numbers of a sample.</summary>
    public required int Inputs { get; init; }

    /// <summary>Logits of a sample.</summary>
    public required int Outputs { get; init; }

    /// <summary>Labels of a sample: classes, one for each position that has one, or numbers, one for each output.</summary>
    public required int Labels { get; init; }

    /// <summary>Size of the flat parameter memory.</summary>
    public required int ParameterFloats { get; init; }

    /// <summary>Number of scales.</summary>
    public required int Scales { get; init; }

    /// <summary>Number of running statistics.</summary>
    public required int Statistics { get; init; }

    /// <summary>Numbers of what has a part for each sample.</summary>
    public required long ArenaFloats { get; init; }

    /// <summary>Numbers of what belongs to the whole batch.</summary>
    public required long WholeFloats { get; init; }

    /// <summary>Numbers that blocks have for themselves.</summary>
    public required long LocalFloats { get; init; }

    /// <summary>Words of the weights that tensor cores read as bits or levels.</summary>
    public int PackedWords { get; init; }

    /// <summary>Those of them that the update writes.</summary>
    public CudaPackedWeights[] Packed { get; init; } = [];

    /// <summary>Forward and backward pass, in an order in which they can run.</summary>
    public required CudaNode[] Step { get; init; }

    /// <summary>A prediction.</summary>
    public required CudaNode[] Prediction { get; init; }

    /// <summary>What follows a prediction in an evaluation.</summary>
    public required CudaNode[] Evaluation { get; init; }

    /// <summary>The complete source, in CUDA C++.</summary>
    public string Source => KernelSource.Complete(this);

    internal CudaProgram Update => update;

    /// <summary>The model's part of <see cref="Source"/>.</summary>
    internal string OwnSource { get; } = Encoding.UTF8.GetString(source);
}
