using System.Text.RegularExpressions;
using QuantDsl.CompilerServices;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>The CUDA C++ of every model compiles to PTX, and the PTX is what was meant.</summary>
[Trait("Category", "Cuda")]
[Trait("Category", "Slow")]
public sealed class PtxTests
{
    /// <summary>As NVRTC does.</summary>
    private static readonly string[] Inlined = ["-mllvm", "-inline-threshold=100000"];

    /// <summary>Instructions are chosen and contracted as at any other level; what follows takes a quarter of the time.</summary>
    private const string LessOptimized = "-O1";

    private static readonly string[] Kinds = ["Initial", "Laq", "Trial", "Backtrack"];

    [ClangTheory]
    [MemberData(nameof(TestModels.NamesOnCuda), MemberType = typeof(TestModels))]
    public void Every_model_compiles(string name)
    {
        (string Source, string Architecture)[] cases =
            [.. from source in Sources(name) from architecture in Architectures(name) select (source, architecture)];
        string[] compiled = [.. cases.AsParallel().AsOrdered().Select(@case => Ptx(@case.Source, @case.Architecture, LessOptimized))];
        foreach ((string ptx, (string source, string architecture)) in compiled.Zip(cases))
        {
            Assert.Contains($".target {architecture}", ptx);
            bool isQuantized = source.Contains("quantizeLaq", StringComparison.Ordinal);
            string[] launches = isQuantized ? ["accumulate", "quantize"] : ["accumulate"];
            IEnumerable<string> expected = launches
                .SelectMany(launch => Kinds.Select(kind => launch + kind))
                .Concat(["checkGradients", "restore"])
                .Concat(source.Contains("concludeMeasures", StringComparison.Ordinal) ? ["concludeMeasures"] : []);
            Assert.Equal(expected.Order(StringComparer.Ordinal), Kernels(ptx).Keys.Order(StringComparer.Ordinal));

            // Values move as on the CPU, bit by bit: nothing is contracted, roots and quotients are rounded as the standard says.
            Assert.DoesNotMatch(@"\bfma\.", ptx);
            Assert.DoesNotMatch(@"\.(approx|ftz)\b", ptx);
            Assert.All(Kernels(ptx).Values, kernel => Assert.Matches(@"\.maxntid 256\b", kernel));
        }
    }

    /// <summary>They differ in nothing that the sources use, so one model shows the newer.</summary>
    private static string[] Architectures(string name) => name == "LeNet5" ? ["sm_80", "sm_90"] : ["sm_80"];

    /// <summary>The whole step of networks with each operation that a device has: no kernel needs arrays in local memory.</summary>
    [ClangTheory]
    [InlineData("LeNet5")]
    [InlineData("Residual")]
    [InlineData("CharLstm")]
    [InlineData("Convolutions")]
    [InlineData("Activations")]
    public void Every_step_compiles(string name)
    {
        CudaNetwork[] networks = [.. CudaMembers.Networks(name)];
        Assert.NotEmpty(networks);
        string[] compiled =
        [
            .. Architectures(name).AsParallel().AsOrdered().Select(architecture => Ptx(networks[0].Source, architecture, Inlined)),
        ];
        foreach ((string kernel, string text) in compiled.SelectMany(Kernels))
        {
            Assert.False(text.Contains("__local_depot", StringComparison.Ordinal), $"{kernel} has arrays in local memory.");
            Assert.Matches(@"\.maxntid 256\b", text);
        }
        if (name == "LeNet5")
            Assert.All(compiled, ptx => Assert.Contains("mma.sync.aligned.m16n8k16", ptx));
    }

    [ClangFact]
    public void A_large_layer_is_read_and_written_sixteen_bytes_at_a_time()
    {
        Dictionary<string, string> kernels = Kernels(Ptx(Sources("LeNet5").First(), "sm_90", Inlined));
        foreach (string kernel in new[] { "accumulateLaq", "accumulateTrial", "accumulateBacktrack" })
        {
            Assert.Matches(@"ld(\.global)?\.v4\.f32", kernels[kernel]);
            Assert.Matches(@"st(\.global)?\.v4\.f32", kernels[kernel]);
        }
        Assert.Matches(@"ld(\.global)?\.v4\.f32", kernels["checkGradients"]);
        Assert.Matches(@"ld(\.global)?\.v4\.f32", kernels["quantizeLaq"]);
        Assert.Matches(@"st(\.global)?\.v4\.f32", kernels["quantizeLaq"]);
    }

    /// <summary>Arrays whose indices are not known at compile time would lie in memory of each thread instead of registers.</summary>
    [ClangTheory]
    [InlineData(nameof(TestModels.Residual))]
    [InlineData(nameof(TestModels.PerChannel))]
    [InlineData(nameof(TestModels.TwoScale))]
    [InlineData("ExactTwoScale")]
    [InlineData("EveryLogarithmic")]
    [InlineData("Wide")]
    public void Values_stay_in_registers(string name)
    {
        foreach (string source in Sources(name))
        {
            foreach ((string kernel, string text) in Kernels(Ptx(source, "sm_90", Inlined)))
                Assert.False(text.Contains("__local_depot", StringComparison.Ordinal), $"{kernel} has arrays in local memory.");
        }
    }

    [ClangTheory]
    [InlineData("__syncthreads();", "__syncthread();")]
    [InlineData("extern \"C\" __global__", "extern \"C\" __kernel__")]
    [InlineData("float* latent;", "float* weights;")]
    [InlineData("    double sum = 0;", "    double sum = 0;\n    int unused;")]
    public void A_broken_kernel_does_not_compile(string old, string @new)
    {
        string source = Sources("LeNet5").First();
        Assert.Contains(old, source);
        (_, string errors) = Clang.Compile(source.Replace(old, @new, StringComparison.Ordinal), "sm_90");
        Assert.Contains("error:", errors);
    }

    /// <summary>The checks above see what they look for.</summary>
    [ClangTheory]
    [InlineData("-O2")]
    [InlineData(LessOptimized)]
    public void Contraction_and_local_arrays_are_seen(string level)
    {
        (string ptx, string errors) = Clang.Compile(
            """
            extern "C" __global__ void __launch_bounds__(256) kernel(float* to, int i)
            {
                float values[8];
                for (int k = 0; k < 8; k++)
                    values[k] = to[k];
                to[0] = __builtin_fmaf(values[i], to[9], to[10]);
            }
            """,
            "sm_90",
            level);
        Assert.Equal("", errors);
        Assert.Matches(@"\bfma\.", ptx);
        Assert.Contains(".local", Kernels(ptx)["kernel"]);
    }

    private static string Ptx(string source, string architecture, params string[] options)
    {
        (string ptx, string errors) = Clang.Compile(source, architecture, options);
        Assert.True(errors.Length == 0, $"The source does not compile for {architecture}:\n{errors}");
        return ptx;
    }

    /// <summary>The CUDA C++ of a test model; its file may declare several.</summary>
    private static IEnumerable<string> Sources(string name)
    {
        CudaProgram[] programs = [.. CudaMembers.Programs(name)];
        Assert.NotEmpty(programs);
        return programs.Select(program => program.Source);
    }

    /// <summary>Text of each kernel by its name.</summary>
    private static Dictionary<string, string> Kernels(string ptx) => Regex
        .Matches(ptx, @"\.entry (\w+)\(.*?^\}", RegexOptions.Singleline | RegexOptions.Multiline)
        .ToDictionary(match => match.Groups[1].Value, match => match.Value);
}
