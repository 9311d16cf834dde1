using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>While a user types, the code is wrong in C#'s terms: the compiler says so, and the generator does not throw.</summary>
public sealed class UnfinishedCodeTests
{
    [Theory]
    [InlineData("argument left out", "[Conv2d(4)] public partial Layer First { get; }", "CS1729")]
    [InlineData("argument unknown", "[Linear(4, Colour = 3)] public partial Layer First { get; }", "CS0246")]
    [InlineData("argument not constant", "[Linear(Count)] public partial Layer First { get; } public static int Count => 3;", "CS0182")]
    [InlineData("argument of another type", "[Linear(\"4\")] public partial Layer First { get; }", "CS1503")]
    [InlineData("attribute unknown", "[Linaer(4)] public partial Layer First { get; }", "CS0246 CS9248")]
    [InlineData("attribute twice", "[Linear(4), BatchNorm, BatchNorm] public partial Layer First { get; }", "CS0579")]
    [InlineData("layer norm twice", "[Linear(4), LayerNorm, LayerNorm] public partial Layer First { get; }", "CS0579")]
    [InlineData("dropout twice", "[Linear(4), Dropout(0.5), Dropout(0.5)] public partial Layer First { get; }", "CS0579")]
    [InlineData("name twice", "[Linear(4)] public partial Layer Out { get; }", "CS0102 CS0229 CS9250")]
    [InlineData("name twice, one without a layer", "public int First => 3; [Linear(0)] public partial Layer First { get; }", "CS0102")]
    [InlineData("name twice, the first one virtual", "[Linear(4)] public virtual partial Layer First { get; } [ReLU, BatchNorm] public partial Layer First { get; }", "CS0102 CS0549 CS9250")]
    [InlineData("type unknown", "[Linear(4)] public partial Leyer First { get; }", "CS0246")]
    public void In_a_layer(string what, string property, string errors) => Expect(what, errors, $$"""
        [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            {{property}}
            [Linear(3)] public partial Layer Out { get; }
        }
        """);

    [Theory]
    [InlineData("model twice", "[QuantModel(1, 8, 8)]", "", "CS0579")]
    [InlineData("model on two parts", "", "[QuantModel(4)] partial class Net;", "CS0579")]
    [InlineData("loss twice", "[SquaredHinge]", "", "CS0579")]
    [InlineData("made from nothing", "", "[ModelFrom(typeof(Nothing))] public sealed partial class Other;", "CS0246")]
    [InlineData("made from an array", "", "[ModelFrom(typeof(Net[]))] public sealed partial class Other;", "")]
    [InlineData("made from null", "", "[ModelFrom(null!)] public sealed partial class Other;", "")]
    public void In_a_class(string what, string attributes, string more, string errors) => Expect(what, errors, $$"""
        {{attributes}}
        [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3)] public partial Layer Out { get; }
        }
        {{more}}
        """);

    private static void Expect(string what, string errors, string source)
    {
        CompilationResult result = GeneratorHarness.Run(source);

        Assert.Empty(result.GeneratorProblems);
        Assert.DoesNotContain(result.Findings, finding => finding.Id == "AD0001"); // the analyzer threw
        IEnumerable<string> ids = result.CompilerErrors.Select(error => error.Id).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal($"{what}: {errors}", $"{what}: {string.Join(" ", ids)}");
    }
}
