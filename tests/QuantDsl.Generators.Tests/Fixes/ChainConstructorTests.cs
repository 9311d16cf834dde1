using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>D5: a constructor of the user's own calls the generated one.</summary>
public sealed class ChainConstructorTests
{
    [Theory]
    [InlineData("public {|QDSL0111:Net|}() { }", "public Net() : this(seed: 0) { }", "Call this(seed: 0)")]
    [InlineData(
        "public {|QDSL0111:Net|}(string name) // why\n    {\n    }", "public Net(string name) : this(seed: 0) // why\n    {\n    }",
        "Call this(seed: 0)")]
    [InlineData(
        "public {|QDSL0111:Net|}(string name, long seed) { }", "public Net(string name, long seed) : this(seed: seed) { }",
        "Call this(seed: seed)")]
    [InlineData(
        "public {|QDSL0111:Net|}(TorchSharp.torch.Device? where, int seed) : base() { }",
        "public Net(TorchSharp.torch.Device? where, int seed) : this(device: where, seed: seed) { }",
        "Call this(device: where, seed: seed)")]
    public Task Calls_the_generated_constructor(string before, string after, string title) =>
        Fixed<ChainConstructor>.Becomes(title, Model(before), Model(after));

    [Fact]
    public Task Offers_nothing_where_arguments_of_a_base_class_would_be_lost() => Fixed<ChainConstructor>.OffersNothing("""
        public class Named(string name)
        {
            public Named() : this("") { }

            public string Name => name;
        }

        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net : Named
        {
            public {|QDSL0111:Net|}(string name) : base(name) { }

            [Linear(2), BatchNorm] public partial Layer Out { get; }
        }
        """);

    private static string Model(string constructor) => $$"""
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(2), BatchNorm] public partial Layer Out { get; }

            {{constructor}}
        }
        """;
}
