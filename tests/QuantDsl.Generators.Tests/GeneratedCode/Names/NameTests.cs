using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Common;
using QuantDsl.Generators.Tests.Checks;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.Names;

/// <summary>Whatever users call their models and layers, generated code compiles or says why not.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("Class")]
    [InlineData("String")]
    [InlineData("@class")]
    [InlineData("@int")]
    [InlineData("var")]
    [InlineData("value")]
    [InlineData("__1")]
    [InlineData("Größe")]
    [InlineData("層")]
    [InlineData("fc1Linear")]
    [InlineData("System")]
    [InlineData("QuantDsl")]
    [InlineData("ExactTernary")]
    [InlineData("Batch")]
    [InlineData("N")]
    [InlineData("W")]
    [InlineData("w")]
    [InlineData("Sample")]
    [InlineData("Thread")]
    [InlineData("Input")]
    [InlineData("Panel")]
    [InlineData("Losses2")]
    [InlineData("Fc1Norm")] // its field would be that of the batch normalization of Fc1
    [InlineData("_Fc1")]
    [InlineData("Forward1")]
    [InlineData("Packing")]
    [InlineData("Convolution")]
    [InlineData("Dropout")]
    [InlineData("Tensor")]
    [InlineData("no_grad")]
    public void Layers_may_be_called(string name) => GeneratorHarness.Run($$"""
        [QuantModel(1, 8, 8), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU] public partial Layer Fc1 { get; }
            [Linear(4, Bias = true), BatchNorm, ReLU, Dropout(0.5)] public partial Layer {{name}} { get; }
            [Linear(4), Add(nameof({{name}}))] public partial Layer Fc2 { get; }
            [Linear(4), Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Out { get; }
        }
        """, Usage.Of("Net")).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("Class")]
    [InlineData("@class")]
    [InlineData("Größe")]
    [InlineData("模型")]
    [InlineData("Convolution")]
    [InlineData("Workspace")]
    [InlineData("@functional")]
    public void Models_may_be_called(string name) => GeneratorHarness.Run($$"""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class {{name}}
        {
            [Linear(4)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof({{name}})), Weights(Bits = 2)]
        public sealed partial class Variant;
        """, Usage.Of(name)).AssertCompiles(isArithmeticTheSame: true);

    /// <summary>Of types that generated code declares in the class.</summary>
    [Theory]
    [InlineData("LoweredNetwork")]
    [InlineData("CpuUpdate")]
    public void Names_that_are_taken_are_refused(string name)
    {
        CompilationResult model = GeneratorHarness.Run($$"""
            [QuantModel(4), Weights(Bits = 3), CrossEntropy]
            public sealed partial class {{name}}
            {
                [Linear(4)] public partial Layer Out { get; }
            }
            """);
        CompilationResult layer = GeneratorHarness.Run($$"""
            [QuantModel(4), Weights(Bits = 3), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(4)] public partial Layer {{name}} { get; }
            }
            """);

        foreach (CompilationResult result in new[] { model, layer })
            Assert.Equal("QDSL0109", Assert.Single(result.Findings, finding => finding.DefaultSeverity == DiagnosticSeverity.Error).Id);
    }

    /// <summary>Even full names begin with the name of a namespace.</summary>
    [Fact]
    public void A_type_that_hides_a_namespace_is_reported()
    {
        CompilationResult result = GeneratorHarness.Run("""
            using QuantDsl;

            public sealed class TorchSharp;

            namespace Models
            {
                [QuantModel(4), Weights(Bits = 1), CrossEntropy]
                public sealed partial class Net
                {
                    [Linear(2)] public partial Layer Out { get; }
                }
            }
            """);

        Diagnostic finding = Assert.Single(result.Findings, finding => finding.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.Equal("QDSL0109", finding.Id);
        Assert.StartsWith("TorchSharp cannot be the name of a type in the global namespace", finding.GetMessage(null));
    }

    [Fact]
    public void Layers_may_differ_in_case_only() => GeneratorHarness.Run("""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU, Dropout(0.5)] public partial Layer Fc { get; }
            [Linear(4), BatchNorm, ReLU, Dropout(0.5)] public partial Layer fc { get; }
            [Linear(4), BatchNorm, ReLU, Dropout(0.5), Add(nameof(Fc)), Add(nameof(fc))] public partial Layer FC { get; }
        }
        """).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("using QuantDsl;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace A.B {{ {0} }}")]
    [InlineData("using QuantDsl;\nnamespace @namespace.@int;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace Größe;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace QuantDsl.Own;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace Models;\npublic partial class Outer {{ internal partial record @struct {{ {0} }} }}")]
    [InlineData("using QuantDsl;\nnamespace Models;\npublic partial interface IOuter {{ partial struct S {{ partial record struct R {{ {0} }} }} }}")]
    public void Models_may_live_in(string place) => GeneratorHarness.Run(string.Format(null, place, """
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU] public partial Layer Fc1 { get; }
            [Linear(4)] public partial Layer Out { get; }
        }
        """)).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("public sealed", "public")]
    [InlineData("internal sealed", "public")]
    [InlineData("public", "internal")]
    [InlineData("public sealed", "private")]
    [InlineData("", "protected")]
    [InlineData("", "protected internal")]
    [InlineData("", "private protected")]
    [InlineData("", "")]
    public void Accessibility_is_the_users(string ofModel, string ofLayer) => GeneratorHarness.Run($$"""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        {{ofModel}} partial class Net
        {
            [Linear(4)] {{ofLayer}} partial Layer Fc1 { get; }
            [Linear(4)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Net)), Weights(Bits = 2)]
        {{ofModel}} partial class Variant;
        """).AssertCompiles(isArithmeticTheSame: true);

    /// <summary>Every identifier of generated code, also the locals, as a layer's name: accepted and right, or refused.</summary>
    [Fact]
    public void Every_identifier_of_generated_code_makes_a_layer_or_a_diagnostic()
    {
        HashSet<string> ofObject = [.. typeof(object).GetMembers().Select(member => member.Name)];
        IEnumerable<SyntaxToken> tokens = TestModels.All.Keys
            .SelectMany(name => TestModels.Compile(name).Trees(".g.cs")).SelectMany(tree => tree.GetRoot().DescendantTokens());
        IEnumerable<string> identifiers = tokens.Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
        IEnumerable<string> free = identifiers.Distinct().Where(name => !ReservedNames.Contains(name) && !ofObject.Contains(name));
        string[] names = [.. free.Order(StringComparer.Ordinal)];
        Assert.True(names.Length > 50, "The generated code has hardly any identifier.");

        // Of many layers: half of what a small model compiles to is the same in every one.
        IEnumerable<string> models = names.Chunk(40).Select((some, index) => $$"""
            [QuantModel(1, 8, 8), Weights(Bits = 3), StepDecay, CrossEntropy]
            public sealed partial class Model_{{index}}
            {
                {{string.Join("\n    ", some.Select(Layer))}}
                [Linear(4, Bias = true), Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Last_{{index}} { get; }
            }

            """);
        foreach (string[] some in models.Chunk(5)) // an assembly holds 16 MB of strings, and each model has its program for CUDA
            GeneratorHarness.Run(string.Concat(some)).AssertCompiles(isArithmeticTheSame: true);
    }

    private static string Layer(string name) =>
        $"[Conv2d(4, 3, Padding = 1), BatchNorm, ReLU, Dropout(0.5)] public partial Layer @{name} {{ get; }}";
}
