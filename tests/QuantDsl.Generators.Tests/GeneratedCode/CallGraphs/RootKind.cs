namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>What a root of the call graph is.</summary>
internal enum RootKind
{
    /// <summary>A member that takes tensors; it runs on libtorch or on our own kernels.</summary>
    Member,

    /// <summary>The check of a member's spans. It allocates nothing.</summary>
    Check,

    /// <summary>A step or a prediction on our own kernels, once its arguments are checked. It allocates nothing.</summary>
    OnKernels,

    /// <summary>The update on the CPU, which steps call by the interface of all engines. It allocates nothing.</summary>
    Update,

    /// <summary>A pass of the generated network on the CPU, which is virtual: one such call a pass. It allocates nothing.</summary>
    Network,

    /// <summary>A prediction from a packed model. It allocates nothing.</summary>
    Packed,
}
