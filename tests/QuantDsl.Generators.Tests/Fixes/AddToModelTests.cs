using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>A model gets the quantizer or the loss that it lacks.</summary>
public sealed class AddToModelTests
{
    private const string Body = "\n{\n    [Linear(3), BatchNorm] public partial Layer Out { get; }\n}";

    [Theory]
    [InlineData(0, "Add [Weights(Bits = 1)]", "QDSL0304", "[QuantModel(4), SquaredHinge]", "[QuantModel(4), SquaredHinge, Weights(Bits = 1)]")]
    [InlineData(1, "Add [FullPrecision]", "QDSL0304", "[QuantModel(4), SquaredHinge]", "[QuantModel(4), SquaredHinge, FullPrecision]")]
    [InlineData(0, "Add [SquaredHinge]", "QDSL0401", "[QuantModel(4)] // digits\n[Weights(Bits = 1)] // few", "[QuantModel(4)] // digits\n[Weights(Bits = 1)] // few\n[SquaredHinge]")]
    [InlineData(1, "Add [CrossEntropy]", "QDSL0401", "[QuantDsl.QuantModel(4)] [QuantDsl.Weights]", "[QuantDsl.QuantModel(4)] [QuantDsl.Weights] [QuantDsl.CrossEntropy]")]
    [InlineData(1, "Add [CrossEntropy]", "QDSL0401", "[\n    QuantModel(4),\n    Weights // few\n]", "[\n    QuantModel(4),\n    Weights, // few\n    CrossEntropy\n]")]
    public Task Adds_it_in_the_style_of_the_others(int index, string title, string id, string before, string after) =>
        Fixed<AddToModel>.Becomes(
            title, $"{before}\npublic sealed partial class {{|{id}:Net|}}{Body}", $"{after}\npublic sealed partial class Net{Body}", index);

    [Fact]
    public Task Adds_to_all_of_a_document_and_a_project() => Fixed<AddToModel>.Becomes(
        "Add [SquaredHinge]",
        [
            $"/// <summary>One.</summary>\n[QuantModel(4)]\n[Weights]\npublic partial class {{|QDSL0401:Net|}}{Body}\n\n"
                + $"[QuantModel(4), Weights] partial class {{|QDSL0401:Second|}}{Body}",
            $"[QuantModel(4), Weights(Bits = 2)] public partial class {{|QDSL0401:Third|}}{Body}",
        ],
        [
            $"/// <summary>One.</summary>\n[QuantModel(4)]\n[Weights]\n[SquaredHinge]\npublic partial class Net{Body}\n\n"
                + $"[QuantModel(4), Weights, SquaredHinge] partial class Second{Body}",
            $"[QuantModel(4), Weights(Bits = 2), SquaredHinge] public partial class Third{Body}",
        ]);

    /// <summary>Where nothing can be generated, the generator reports what the analyzer does.</summary>
    [Fact]
    public Task Adds_once_what_is_reported_twice() => Fixed<AddToModel>.Becomes(
        "Add [SquaredHinge]",
        $"[QuantModel(4), Weights]\npublic class {{|QDSL0101:{{|QDSL0101:{{|QDSL0401:{{|QDSL0401:Net|}}|}}|}}|}}{Body}",
        $"[QuantModel(4), Weights, SquaredHinge]\npublic class {{|QDSL0101:{{|QDSL0101:Net|}}|}}{Body}",
        compiles: false);

    /// <summary>The class is reported in its first part, and its attributes stand in another file.</summary>
    [Fact]
    public Task Offers_nothing_in_another_file() => Fixed<AddToModel>.OffersNothing(
        $"public sealed partial class {{|QDSL0401:Net|}};", $"[QuantModel(4), Weights]\npublic sealed partial class Net{Body}");
}
