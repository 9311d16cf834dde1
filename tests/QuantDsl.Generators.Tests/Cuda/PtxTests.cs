using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>The generated CUDA C of every model compiles to PTX, and the PTX is what was meant.</summary>
[Trait("Category", "Cuda")]
[Trait("Category", "Slow")]
public sealed class PtxTests
{
    /// <summary>As NVRTC does.</summary>
    private static readonly string[] Inlined = ["-mllvm", "-inline-threshold=100000"];

    private static readonly string[] Stages = ["Initial", "Laq", "Trial", "Backtrack"];

    [ClangTheory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void Every_model_compiles(string name)
    {
        (string Source, string Architecture)[] cases =
            [.. from source in Sources(name) from architecture in Architectures(name) select (source, architecture)];
        string[] compiled = [.. cases.AsParallel().AsOrdered().Select(@case => Ptx(@case.Source, @case.Architecture))];
        foreach ((string ptx, (string source, string architecture)) in compiled.Zip(cases))
        {
            Assert.Contains($".target {architecture}", ptx);
            bool isQuantized = source.Contains("finishLaq", StringComparison.Ordinal);
            string[] launches = isQuantized ? ["advance", "finish"] : ["advance"];
            IEnumerable<string> expected = launches.SelectMany(launch => Stages.Select(stage => launch + stage));
            Assert.Equal(expected.Order(StringComparer.Ordinal), Kernels(ptx).Keys.Order(StringComparer.Ordinal));

            // Values move as on the CPU, bit by bit: nothing is contracted, roots and quotients are rounded as the standard says.
            Assert.DoesNotMatch(@"\bfma\.", ptx);
            Assert.DoesNotMatch(@"\.(approx|ftz)\b", ptx);
            Assert.All(Kernels(ptx).Values, kernel => Assert.Matches(@"\.maxntid 256\b", kernel));
        }
    }

    /// <summary>They differ in nothing that the sources use, so one model shows the newer.</summary>
    private static string[] Architectures(string name) => name == "LeNet5" ? ["sm_80", "sm_90"] : ["sm_80"];

    [ClangFact]
    public void A_large_layer_is_read_and_written_sixteen_bytes_at_a_time()
    {
        Dictionary<string, string> kernels = Kernels(Ptx(Sources("LeNet5").First(), "sm_90", Inlined));
        foreach (string kernel in new[] { "advanceLaq", "advanceTrial", "advanceBacktrack" })
        {
            Assert.Matches(@"ld(\.global)?\.v4\.f32", kernels[kernel]);
            Assert.Matches(@"st(\.global)?\.v4\.f32", kernels[kernel]);
        }
        Assert.Matches(@"ld(\.global)?\.v4\.f32", kernels["finishLaq"]);
        Assert.Matches(@"st(\.global)?\.v4\.f32", kernels["finishLaq"]);
    }

    /// <summary>
    /// Arrays whose indices are not known at compile time would lie in memory of each thread instead of registers. Where everything is
    /// inlined, only a copy of the pointers to the gradients may: which of them a block takes depends on its number.
    /// </summary>
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
            int gradients = int.Parse(Regex.Match(source, @"float\* of\[(\d+)\]").Groups[1].Value, CultureInfo.InvariantCulture);
            foreach ((string kernel, string text) in Kernels(Ptx(source, "sm_90", Inlined)))
            {
                Match local = Regex.Match(text, @"__local_depot\d+\[(\d+)\]");
                int bytes = local.Success ? int.Parse(local.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
                int allowed = kernel.StartsWith("advance", StringComparison.Ordinal) ? (gradients + 1) / 2 * 16 : 0;
                Assert.True(bytes <= allowed, $"{kernel} has {bytes} bytes of arrays in local memory; {allowed} may.");
            }
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
    [ClangFact]
    public void Contraction_and_local_arrays_are_seen()
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
            "sm_90");
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

    /// <summary>The CUDA C in the generated files of a test model; its file may declare several.</summary>
    private static IEnumerable<string> Sources(string name)
    {
        CompilationResult result = TestModels.Compile(name);
        SyntaxTree[] trees = [.. result.Trees(".Cuda.g.cs")];
        Assert.NotEmpty(trees);
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = result.Output.GetSemanticModel(tree);
            VariableDeclaratorSyntax source = tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Single(variable => variable.Identifier.ValueText == "CudaSource");
            yield return (string)((IFieldSymbol)model.GetDeclaredSymbol(source)!).ConstantValue!;
        }
    }

    /// <summary>Text of each kernel by its name.</summary>
    private static Dictionary<string, string> Kernels(string ptx) => Regex
        .Matches(ptx, @"\.entry (\w+)\(.*?^\}", RegexOptions.Singleline | RegexOptions.Multiline)
        .ToDictionary(match => match.Groups[1].Value, match => match.Value);
}
