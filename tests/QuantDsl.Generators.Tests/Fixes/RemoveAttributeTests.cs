using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>An attribute too many is removed.</summary>
public sealed class RemoveAttributeTests
{
    private const string Layers = "\npublic sealed partial class Net\n{\n    [Linear(3), BatchNorm] public partial Layer Out { get; }\n}";

    [Theory]
    [InlineData(0, "Remove [Weights]", "[QuantModel(4), {|QDSL0303:Weights(Bits = 2)|}, FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(1, "Remove [FullPrecision]", "[QuantModel(4), {|QDSL0303:Weights(Bits = 2)|}, FullPrecision, SquaredHinge]", "[QuantModel(4), Weights(Bits = 2), SquaredHinge]")]
    [InlineData(1, "Remove [FullPrecision]", "[FullPrecision, QuantModel(4), {|QDSL0303:Weights|}, SquaredHinge]", "[QuantModel(4), Weights, SquaredHinge]")]
    [InlineData(0, "Remove [Backtrack]", "[QuantModel(4), FullPrecision]\n// Not yet.\n[{|QDSL0404:Backtrack(Period = 3)|}] // soon\n[SquaredHinge]", "[QuantModel(4), FullPrecision]\n// Not yet.\n// soon\n[SquaredHinge]")]
    [InlineData(0, "Remove [Backtrack]", "[{|QDSL0404:Backtrack|}]\n[QuantModel(4), FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [Backtrack]", "[QuantModel(4), FullPrecision, SquaredHinge] [{|QDSL0404:Backtrack|}] // here", "[QuantModel(4), FullPrecision, SquaredHinge] // here")]
    [InlineData(0, "Remove [Backtrack]", "[{|QDSL0404:Backtrack|}] [QuantModel(4), FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [ZigZag]", "[{|QDSL0406:ZigZag|}] [QuantModel(4), FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [ZigZag]", "[{|QDSL0423:ZigZag|}] [QuantModel(4), FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]", "    [Linear(3), BatchNorm, Weights(Bits = 2), Frozen] public partial Layer Fc { get; }\n")]
    [InlineData(0, "Remove [SquaredHinge]", "[QuantModel(4), FullPrecision, CrossEntropy, {|QDSL0402:SquaredHinge|}]", "[QuantModel(4), FullPrecision, CrossEntropy]")]
    [InlineData(0, "Remove [SquaredHinge]", "[QuantModel(4), FullPrecision,\n    CrossEntropy, // one\n    {|QDSL0402:SquaredHinge|} // two\n]", "[QuantModel(4), FullPrecision,\n    CrossEntropy // one\n    // two\n]")]
    [InlineData(0, "Remove [Cosine]", "[QuantModel(4), FullPrecision, SquaredHinge, StepDecay, {|QDSL0411:Cosine|}]", "[QuantModel(4), FullPrecision, SquaredHinge, StepDecay]")]
    [InlineData(0, "Remove [Warmup]", "[QuantModel(4), FullPrecision, SquaredHinge, {|QDSL0412:Warmup|}, OneCycle]", "[QuantModel(4), FullPrecision, SquaredHinge, OneCycle]")]
    [InlineData(0, "Remove [Precision]", "[QuantModel(4), FullPrecision, SquaredHinge, {|QDSL0431:Precision((Precision)3)|}]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [Precision]", "[QuantModel(4), FullPrecision, SquaredHinge, {|QDSL0432:Precision(Precision.BFloat16)|}]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [AdamW]", "[QuantModel(4), FullPrecision, SquaredHinge, Adam, {|QDSL0413:AdamW|}]", "[QuantModel(4), FullPrecision, SquaredHinge, Adam]")]
    [InlineData(0, "Remove [Budget]", "[QuantModel(4), FullPrecision, SquaredHinge, {|QDSL0503:Budget|}]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    [InlineData(0, "Remove [Budget]", "[\n    QuantModel(4),\n    {|QDSL0503:Budget()|}, FullPrecision,\n    SquaredHinge\n]", "[\n    QuantModel(4),\n    FullPrecision,\n    SquaredHinge\n]")]
    [InlineData(0, "Remove [Budget]", "[\n    QuantModel(4),\n    FullPrecision, {|QDSL0503:Budget()|},\n    SquaredHinge\n]", "[\n    QuantModel(4),\n    FullPrecision,\n    SquaredHinge\n]")]
    [InlineData(0, "Remove [Budget]", "[\n    QuantModel(4), // input\n    {|QDSL0503:Budget()|}, // later\n    FullPrecision, SquaredHinge\n]", "[\n    QuantModel(4), // input\n    // later\n    FullPrecision, SquaredHinge\n]")]
    [InlineData(0, "Remove [Budget]", "[{|QDSL0503:Budget|},\n QuantModel(4), FullPrecision, SquaredHinge]", "[QuantModel(4), FullPrecision, SquaredHinge]")]
    public Task Removes_it_from_a_class(int index, string title, string before, string after, string first = "")
    {
        string layers = Layers.Replace("{\n", "{\n" + first, StringComparison.Ordinal);
        return Fixed<RemoveAttribute>.Becomes(title, before + layers, after + layers, index);
    }

    [Fact]
    public Task Removes_the_ReLU_of_logits() => Fixed<RemoveAttribute>.Becomes(
        "Remove [ReLU]",
        "[QuantModel(4), Weights(Bits = 1), SquaredHinge]" + Layers.Replace("BatchNorm]", "BatchNorm, {|QDSL0405:ReLU|}]"),
        "[QuantModel(4), Weights(Bits = 1), SquaredHinge]" + Layers);

    [Theory]
    [InlineData("ReLU")]
    [InlineData("Sigmoid")]
    public Task Removes_what_the_loss_does_itself(string activation) => Fixed<RemoveAttribute>.Becomes(
        $"Remove [{activation}]",
        "[QuantModel(4), Weights(Bits = 1), BceWithLogits]" + Layers.Replace("BatchNorm]", $"BatchNorm, {{|QDSL0223:{activation}|}}]"),
        "[QuantModel(4), Weights(Bits = 1), BceWithLogits]" + Layers);

    [Theory]
    [InlineData(0, "[Linear(3), BatchNorm, {|QDSL0303:Weights(Bits = 2)|}]", "[Linear(3), BatchNorm]")]
    [InlineData(1, "[Linear(3), BatchNorm, {|QDSL0303:Weights(Bits = 2)|}]", "[Linear(3), BatchNorm, Weights(Bits = 2)]")]
    public Task Removes_all_of_a_document(int index, string before, string after)
    {
        string list = index == 0 ? "\n    [FullPrecision]" : "";
        return Fixed<RemoveAttribute>.Becomes(
            index == 0 ? "Remove [Weights]" : "Remove [FullPrecision]", Model(before, "\n    [FullPrecision]"), Model(after, list), index);

        static string Model(string layer, string other) => $$"""
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                // First.
                {{layer}}{{other}}
                public partial Layer Fc1 { get; }

                {{layer}}{{other}}
                public partial Layer Out { get; }
            }
            """;
    }

    /// <summary>Two of one list, and on one property more than one.</summary>
    [Fact]
    public Task Removes_what_CSharp_calls_a_duplicate() => Fixed<RemoveAttribute>.Becomes(
        "Remove the second [SquaredHinge]",
        """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        [{|QDSL0402:{|CS0579:SquaredHinge|}|}]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm, {|CS0579:BatchNorm|}, {|CS0579:BatchNorm|}, ReLU, ReLU]
            [{|CS0579:BatchNorm|}(Epsilon = 1)] // again
            public partial Layer Fc1 { get; }
            [Linear(3), {|QDSL0106:{|CS0579:Linear|}(3)|}, BatchNorm] public partial Layer Out { get; }
        }
        """,
        """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm, ReLU, ReLU]
            // again
            public partial Layer Fc1 { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """,
        compiler: true);

    [Fact]
    public Task Removes_all_of_a_project() => Fixed<RemoveAttribute>.Becomes(
        "Remove [CrossEntropy]",
        [
            "[QuantModel(4), FullPrecision, SquaredHinge, {|QDSL0402:CrossEntropy|}]" + Layers,
            "[QuantModel(4), FullPrecision, CrossEntropy]\n[{|QDSL0402:SquaredHinge|}]" + Layers.Replace("Net", "Other"),
        ],
        [
            "[QuantModel(4), FullPrecision, SquaredHinge]" + Layers,
            "[QuantModel(4), FullPrecision, CrossEntropy]" + Layers.Replace("Net", "Other"),
        ]);

    [Fact]
    public Task Offers_nothing_for_an_argument() => Fixed<RemoveAttribute>.OffersNothing(
        "[QuantModel(4), FullPrecision, SquaredHinge, Budget({|QDSL0503:WeightBytes = 0|})]" + Layers);

    /// <summary>The loss is the variant's own, and the layer another model's.</summary>
    [Fact]
    public Task Offers_nothing_for_a_variant() => Fixed<RemoveAttribute>.OffersNothing(
        "[QuantModel(4), FullPrecision, CrossEntropy]" + Layers.Replace("BatchNorm", "ReLU")
        + "\n[ModelFrom(typeof(Net)), {|QDSL0405:SquaredHinge|}]\npublic sealed partial class Variant;");

    [Fact]
    public Task Offers_nothing_for_a_variant_with_a_loss_that_has_the_sigmoid() => Fixed<RemoveAttribute>.OffersNothing(
        "[QuantModel(4), FullPrecision, Mse]" + Layers.Replace("BatchNorm", "Sigmoid")
        + "\n[ModelFrom(typeof(Net)), {|QDSL0223:BceWithLogits|}]\npublic sealed partial class Variant;");

    [Fact]
    public Task Offers_nothing_for_others_attributes() => Fixed<RemoveAttribute>.OffersNothingForCSharp(
        "[System.Serializable, {|CS0579:System.Serializable|}]\npublic sealed class Net;");
}
