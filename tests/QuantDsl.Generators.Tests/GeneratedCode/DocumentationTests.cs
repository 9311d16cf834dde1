using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>What an editor shows when the mouse rests on a model's name.</summary>
public sealed class DocumentationTests
{
    private const string Documented = """
        /// <summary>A small network of mine.</summary>
        [QuantModel(1, 8, 8), Weights(Bits = 2), Budget(WeightBytes = 1_000, ActivationBytes = 1_000), CrossEntropy]
        public sealed partial class Net
        {
            /// <summary>Sees edges.</summary>
            [Conv2d(4, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
            [Linear(10), BatchNorm, FullPrecision] public partial Layer Out { get; }
        }
        """;

    /// <summary>Weights at their bits, α, and 16 bytes a channel for γ, β, mean and variance.</summary>
    [Fact]
    public void Layer_table_beside_the_users_words()
    {
        XElement documentation = Of("Net");

        Assert.Equal("A small network of mine.", documentation.Element("summary")!.Value);
        Assert.Equal(
            """
            layer   output  weights  bits  packed bytes  multiply-adds  activation bytes
            input   1×8×8
            Conv    4×3×3        36     2            77          1,296               832
            Out     10          360    32         1,600            360               184
            total               396               1,677          1,656       at most 832
            budget                                1,000                            1,000
            """,
            string.Join("\n", documentation.Element("remarks")!.Element("code")!.Value.Trim().Split("\n    ")));
    }

    [Fact]
    public void Users_words_on_a_layer() => Assert.Equal("Sees edges.", Of("Net", "Conv").Element("summary")!.Value);

    private static XElement Of(string type, string? member = null)
    {
        CompilationResult result = GeneratorHarness.Run(Documented);
        result.AssertNoCompilerErrors();
        INamedTypeSymbol symbol = result.Output.GetTypeByMetadataName($"Models.{type}")!;
        return XElement.Parse((member is null ? symbol : symbol.GetMembers(member).Single()).GetDocumentationCommentXml()!);
    }
}
