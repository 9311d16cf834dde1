namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>What a root of the call graph is.</summary>
internal enum RootKind
{
    /// <summary>A member that takes tensors: libtorch's, or a view on the spans of our own kernels.</summary>
    OnTensors,

    /// <summary>A member that takes spans.</summary>
    OnSpans,

    /// <summary>The update on the CPU, which steps call by the interface of all engines. It allocates nothing.</summary>
    Update,

    /// <summary>A pass of the generated network on the CPU, which is virtual: one such call a pass. It allocates nothing.</summary>
    Network,
}
