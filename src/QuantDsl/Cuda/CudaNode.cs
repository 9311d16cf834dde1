using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A kernel of a network on a CUDA device, as a node of a graph.</summary>
/// <param name="kernel">Name of the kernel.</param>
/// <param name="blocks">Blocks of its launch.</param>
/// <param name="after">Numbers of the nodes of the same pass that must have run before it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaNode(string kernel, int blocks, int[]? after = null)
{
    internal string Kernel => kernel;

    internal int Blocks => blocks;

    internal IReadOnlyList<int> After { get; } = after ?? [];
}
