namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>A theory that compiles CUDA C with clang.</summary>
public sealed class ClangTheoryAttribute : TheoryAttribute
{
    public ClangTheoryAttribute() => Skip = Clang.WhyNot;
}
