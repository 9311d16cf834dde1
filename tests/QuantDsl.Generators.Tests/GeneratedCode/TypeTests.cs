using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Types that fuzzing found to break the generated code: they compile, or the declaration is refused.</summary>
public sealed class TypeTests
{
    private const string Attributes = "[QuantModel(4), Weights(Bits = 3), CrossEntropy]";
    private const string Body = "{ [Linear(4), BatchNorm] public partial Layer Out { get; } }";

    [Fact]
    public void Models_and_their_places_may_differ_in_case_only() => GeneratorHarness.Run($$"""
        using QuantDsl;

        namespace A { {{Attributes}} public sealed partial class Net {{Body}} {{Attributes}} public sealed partial class NET {{Body}} }
        namespace a { public partial class Net { {{Attributes}} public sealed partial class Inner {{Body}} } }
        namespace a { public partial class NET { {{Attributes}} public sealed partial class Inner {{Body}} } }
        """.Replace("namespace a {", "#pragma warning disable CS8981\nnamespace a {")).AssertCompiles();

    [Theory]
    [InlineData("@dynamic")]
    [InlineData("@record")]
    [InlineData("@required")]
    [InlineData("@scoped")]
    public void Models_may_be_called_like_contextual_keywords(string name) =>
        GeneratorHarness.Run($"{Attributes} public sealed partial class {name} {Body}").AssertCompiles();

    [Fact]
    public void Models_may_live_in_a_namespace_called_System() =>
        GeneratorHarness.Run($"using QuantDsl; namespace Own.System; {Attributes} public sealed partial class Net {Body}").AssertCompiles();

    [Theory]
    [InlineData("QDSL0102", $"{Attributes} file sealed partial class Net {Body}")]
    [InlineData("QDSL0102", $"file partial class Outer {{ {Attributes} public sealed partial class Net {Body} }}")]
    [InlineData("QDSL0102", $"{Attributes} public sealed partial class Net() {Body}")]
    [InlineData("QDSL0103", $"{Attributes} public sealed partial class Net {{ [Linear(4)] public partial ref Layer Out {{ get; }} }}")]
    [InlineData("QDSL0103", $"{Attributes} public sealed partial class Net {{ [Linear(4)] public partial ref readonly Layer Out {{ get; }} }}")]
    [InlineData("QDSL0109", $"{Attributes} public sealed partial class @var {Body}")]
    [InlineData("QDSL0108", $"{Attributes} public sealed partial class Net {Body} [ModelFrom(typeof(Net))] public sealed partial class Other {Body}")]
    public void Refused_are(string id, string source)
    {
        CompilationResult result = GeneratorHarness.Run(source);

        Assert.Equal([id], result.Findings.Select(finding => finding.Id));
        Assert.Empty(result.GeneratorProblems);
        Assert.All(result.CompilerErrors, error => Assert.Equal("CS9248", error.Id));
    }
}
