using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Cuda;

/// <summary>A theory that compiles CUDA C with clang and needs right convolutions of libtorch.</summary>
public sealed class ClangConvolutionTheoryAttribute : TheoryAttribute
{
    public ClangConvolutionTheoryAttribute() => Skip = EmulatedDevice.WhyNot ?? RightConvolutions.WhyNot;
}
