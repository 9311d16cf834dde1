using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>What is generated for layers that are frozen: nothing that computes what nobody needs.</summary>
public sealed class FrozenLayerTests
{
    private const string Layers = """
        [QuantModel(3, 8, 8, Batch = 8), Weights(Bits = 1), Backtrack, CrossEntropy]
        public sealed partial class Source
        {
            [Conv2d(5, 3), BatchNorm, ReLU] public partial Layer A { get; }
            [Conv2d(6, 3, Bias = true), MaxPool2d(2), BatchNorm, ReLU] public partial Layer B { get; }
            [Linear(300), LayerNorm, ReLU] public partial Layer C { get; }
            [Linear(3)] public partial Layer Out { get; }
        }

        """;

    /// <summary>The backward pass ends where everything before is frozen.</summary>
    [Fact]
    public void Below_frozen_layers_there_is_no_backward_pass()
    {
        string backward = Backward("A", "B");

        Assert.DoesNotContain("// A:", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("// B:", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("C: ∂x of linear", backward, StringComparison.Ordinal);
        Assert.Contains("C: ∂W", backward, StringComparison.Ordinal);
    }

    /// <summary>Where something below is trained, gradients go through, and nothing else.</summary>
    [Fact]
    public void Between_trained_layers_gradients_go_through()
    {
        string backward = Backward("B", "C");

        Assert.Contains("A: ∂W", backward, StringComparison.Ordinal);
        Assert.Contains("B: ∂x of normalization", backward, StringComparison.Ordinal);
        foreach (string skipped in new[] { "B: ∂W", "B: ∂b", "B: ∂γ", "C: ∂W", "C: ∂b", "C: ∂γ" })
            Assert.DoesNotContain(skipped, backward, StringComparison.Ordinal);
    }

    [Fact]
    public void Updates_leave_them_out_on_both_back_ends()
    {
        CompilationResult result = Compiled("B");

        string update = Text(result, "Net.Update.g.cs"), cuda = Text(result, "Net.Cuda.g.cs"), model = Text(result, "Net.Model.g.cs");
        Assert.Equal(4, update.Split("FrozenParameter<").Length - 1); // weights, bias, γ, β
        Assert.Equal(4, cuda.Split("{ IsFrozen = true }").Length - 1);
        Assert.Contains("Frozen = [3, 4, 5, 6],", model, StringComparison.Ordinal);
        Assert.Contains("CancelsScale = true, IsFrozen = true }", model, StringComparison.Ordinal);
        Assert.Matches("\nB .*  frozen\n", model.Replace("            ", ""));
        Assert.NotEmpty(result.Trees("Net.CudaStep.g.cs"));
        Assert.NotEmpty(Compiled("").Trees("Net.Cuda.g.cs"));
    }

    private static string Backward(params string[] frozen)
    {
        string network = Text(Compiled(frozen), "Net.Network.g.cs");
        int start = network.IndexOf("void Backward(", StringComparison.Ordinal);
        return network[start..network.IndexOf("void Infer(", StringComparison.Ordinal)];
    }

    private static CompilationResult Compiled(params string[] frozen)
    {
        string names = string.Join(", ", frozen.Where(name => name.Length > 0).Select(name => $"\"{name}\""));
        string attribute = names.Length == 0 ? "" : $", Frozen({names})";
        string layers = Layers.Replace("LayerNorm", frozen.Contains("C") ? "LayerNorm" : "BatchNorm", StringComparison.Ordinal);
        return GeneratorHarness.Run($"{layers}[ModelFrom(typeof(Source)){attribute}] public sealed partial class Net;").AssertCompiles();
    }

    private static string Text(CompilationResult result, string ending) => result.Trees(ending).Single().ToString();
}
