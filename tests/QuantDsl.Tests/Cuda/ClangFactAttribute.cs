using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda;

/// <summary>A test that compiles CUDA C with clang.</summary>
public sealed class ClangFactAttribute : FactAttribute
{
    public ClangFactAttribute() => Skip = EmulatedDevice.WhyNot;
}
