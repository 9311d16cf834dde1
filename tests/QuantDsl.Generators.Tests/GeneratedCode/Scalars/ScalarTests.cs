using QuantDsl.CompilerServices;
using QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.Scalars;

/// <summary>Nothing that is generated, and nothing that it calls, lets the garbage collector free a number that libtorch reads.</summary>
public sealed class ScalarTests
{
    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Generated_code_hands_libtorch_only_rooted_scalars(string models) =>
        Assert.Equal("", Lines(UnrootedScalars.In(LoadedAssembly.Of(TestModels.Compile(models)))));

    [Fact]
    public void The_library_hands_libtorch_only_rooted_scalars() =>
        Assert.Equal("", Lines(UnrootedScalars.In(typeof(ParameterStore).Assembly)));

    [Theory]
    [InlineData("_ = a.mul(2);", "op_Implicit(Int32)")]
    [InlineData("_ = a.fill_(x);", "op_Implicit(Double)")]
    [InlineData("Scalar number = x; _ = a.add(a, number);", "op_Implicit(Double)")]
    [InlineData("_ = a + a;", "op_Addition(Tensor, Tensor)")]
    [InlineData("_ = a * 2f;", "op_Multiply(Tensor, Single)")]
    [InlineData("_ = a.add_(a);", "add_(Tensor)")]
    [InlineData("_ = a.square();", "square()")]
    [InlineData("_ = arange(3);", "arange(TorchSharp.Scalar,")]
    [InlineData("System.Func<Tensor, Tensor> later = a.add; _ = later(a);", "add(Tensor)")]
    [InlineData("System.Func<Tensor> later = () => a.square(); _ = later();", "square()")]
    public void A_scalar_without_a_root_is_found(string statement, string call) =>
        Assert.Contains(Found(statement), found => found.Contains(call, System.StringComparison.Ordinal));

    [Theory]
    [InlineData("_ = a.mul(a) / a - a;")]
    [InlineData("_ = a.mul(Fixed);")]
    [InlineData("_ = a.add(a, Fixed);")]
    [InlineData("using Scalar number = x; _ = a.mul(number);")]
    [InlineData("using (Scalar one = x, other = 2) _ = a.add(one, other);")]
    [InlineData("_ = a.relu().mean([0]).sum().flatten(0);")]
    public void Scalars_with_a_root_are_none(string statement) => Assert.Empty(Found(statement));

    private static string Lines(IEnumerable<string> found) => string.Join('\n', found); // xunit cuts long items of a list

    private static IEnumerable<string> Found(string statement) => UnrootedScalars.In(LoadedAssembly.Of(GeneratorHarness.Run($$"""
        using QuantDsl;
        using TorchSharp;
        using static TorchSharp.torch;

        internal static class Code
        {
            private static readonly Scalar Fixed = 1.5;

            public static void Run(Tensor a, double x)
            {
                {{statement}}
                System.GC.KeepAlive(Fixed);
            }
        }
        """)));
}
