using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>Kernels that run one after the other on each unit, between two points at which all threads meet.</summary>
/// <param name="Space">What the units are.</param>
/// <param name="Kernels">The kernels.</param>
internal sealed record Loop(Space Space, IReadOnlyList<Kernel> Kernels)
{
    /// <summary>Whether it only looks for values that are NaN or infinite, and only when asked to.</summary>
    public bool IsDiagnostic => Kernels.All(kernel => kernel.IsDiagnostic);

    /// <summary>Whether it makes a gradient that the update may make instead, tile by tile.</summary>
    public bool IsDeferrable => Kernels.All(kernel => kernel.IsDeferrable);
}
