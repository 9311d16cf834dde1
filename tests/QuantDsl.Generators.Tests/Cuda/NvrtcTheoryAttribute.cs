using QuantDsl.Cuda;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>A theory that compiles CUDA C++ with NVIDIA's own compiler, for which no GPU is needed.</summary>
public sealed class NvrtcTheoryAttribute : TheoryAttribute
{
    private static readonly string? WhyNot = Missing();

    public NvrtcTheoryAttribute() => Skip = WhyNot;

    private static string? Missing()
    {
        try
        {
            _ = new NvrtcCompiler();
            return null;
        }
        catch (CudaException error)
        {
            return $"Needs NVRTC (.ci/nvrtc fetches it where Debian's section non-free can be reached). {error.Message}";
        }
    }
}
