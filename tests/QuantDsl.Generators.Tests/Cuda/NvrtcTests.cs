using System.Globalization;
using System.Text.RegularExpressions;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>What users' programs are compiled by takes them, and its assembler finds registers for what they hold.</summary>
[Trait("Category", "Cuda")]
[Trait("Category", "Slow")]
public sealed partial class NvrtcTests
{
    /// <summary>Registers of a thread if a block of 256 threads has a multiprocessor to itself.</summary>
    private const int OfOneBlock = 65536 / 256;

    /// <summary>Every kernel of a whole step and its update; networks that have all kinds of kernels between them.</summary>
    [NvrtcTheory]
    [InlineData("LeNet5", "sm_80")]
    [InlineData("LeNet5", "sm_90")]
    [InlineData("Residual", "sm_90")]
    [InlineData("CharLstm", "sm_90")]
    [InlineData("Convolutions", "sm_90")]
    [InlineData("ExactTernary", "sm_90")]
    public void A_step_compiles_and_spills_nothing(string name, string architecture)
    {
        CudaNetwork network = CudaMembers.Networks(name).First();
        string[] options = [.. NvrtcCompiler.Options(architecture), "--ptxas-options=-v"];
        byte[] cubin = new NvrtcCompiler().Compile(name, network.Source, options, out string log);

        Assert.NotEmpty(cubin);
        Kernel[] kernels = [.. Kernels(log)];
        Assert.Equal(KernelName().Count(network.Source), kernels.Length);
        foreach (Kernel kernel in kernels)
        {
            Assert.True(kernel.Spilled == 0, $"{kernel.Name} stores {kernel.Spilled} bytes of registers in memory.");
            Assert.True(kernel.Stack == 0, $"{kernel.Name} has {kernel.Stack} bytes of each thread in memory.");
            Assert.InRange(kernel.Registers, 1, OfOneBlock - 1);
            Assert.InRange(kernel.Shared, 0, 48 * 1024);
        }
        Assert.DoesNotContain("warning", log, StringComparison.Ordinal);
    }

    /// <summary>The check above sees what it looks for.</summary>
    [NvrtcTheory]
    [InlineData("values[i]", true)]
    [InlineData("values[2]", false)]
    public void An_array_whose_index_is_unknown_is_seen(string value, bool isInMemory)
    {
        string source =
            $$"""
            extern "C" __global__ void __launch_bounds__(256) kernel(const float* from, float* to, int i)
            {
                float values[64];
                for (int k = 0; k < 64; k++)
                    values[k] = from[k] * from[k + i];
                to[threadIdx.x] = {{value}};
            }
            """;
        new NvrtcCompiler().Compile("Array", source, [.. NvrtcCompiler.Options("sm_90"), "--ptxas-options=-v"], out string log);
        Assert.Equal(isInMemory, Assert.Single(Kernels(log)).Stack > 0);
    }

    [NvrtcTheory]
    [InlineData("blockIdx.z", "")]
    [InlineData("blockIdx.q", "class \"uint3\" has no member \"q\"|class \"dim3\" has no member")]
    public void What_is_wrong_is_said(string index, string expected)
    {
        string source = $$"""extern "C" __global__ void kernel(int* to) { to[0] = {{index}}; }""";
        var nvrtc = new NvrtcCompiler();
        if (expected.Length == 0)
            Assert.NotEmpty(nvrtc.Compile("Model", source, NvrtcCompiler.Options("sm_90"), out _));
        else
            Assert.Matches(expected, Assert.Throws<CudaException>(() => Compile(nvrtc, source)).Message);

        static void Compile(NvrtcCompiler nvrtc, string source) => nvrtc.Compile("Model", source, NvrtcCompiler.Options("sm_90"), out _);
    }

    private static IEnumerable<Kernel> Kernels(string log) => Usage().Matches(log).Select(match => new Kernel(
        match.Groups["name"].Value,
        Number(match.Groups["registers"]),
        Number(match.Groups["stack"]),
        Number(match.Groups["spilled"]),
        Number(match.Groups["shared"])));

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"entry function '(?<name>\w+)'.*?(?<stack>\d+) bytes stack frame, (?<spilled>\d+) bytes spill stores.*?"
        + @"Used (?<registers>\d+) registers([^\n]*?(?<shared>\d+) bytes smem)?",
        RegexOptions.Singleline)]
    private static partial Regex Usage();

    [GeneratedRegex(@"extern ""C"" __global__")]
    private static partial Regex KernelName();

    private sealed record Kernel(string Name, int Registers, int Stack, int Spilled, int Shared);
}
