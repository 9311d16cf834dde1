using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>A misspelt layer gets its name.</summary>
public sealed class NameLayerTests
{
    [Theory]
    [InlineData("From(\"conv1\")", "From(nameof(Conv1))")]
    [InlineData("From(nameof(Conv11))", "From(nameof(Conv1))")]
    [InlineData("Add( /* skip */ \"Cnv1\")", "Add( /* skip */ nameof(Conv1))")]
    public Task Names_the_close_one(string before, string after) =>
        Fixed<NameLayer>.Becomes("Name 'Conv1'", Model("Stem", "{|QDSL0204:" + before + "|}"), Model("Stem", after));

    [Fact]
    public Task Names_all_of_a_project() => Fixed<NameLayer>.Becomes(
        "Name 'Conv1'",
        [
            Model("Stem", "{|QDSL0204:Add(\"Conv\")|}, ReLU, {|QDSL0204:Add(\"stem\")|}"),
            Model("Stem", "{|QDSL0204:Add(\"CONV1\")|}").Replace("Net", "Other"),
        ],
        [Model("Stem", "Add(nameof(Conv1)), ReLU, Add(nameof(Stem))"), Model("Stem", "Add(nameof(Conv1))").Replace("Net", "Other")]);

    [Theory]
    [InlineData("Conv2", "Conv3")] // two are as close
    [InlineData("Stem", "Skip")] // too far
    [InlineData("Stem", "Out")] // itself
    [InlineData("Stem", "")]
    [InlineData("A", "B")] // short names are all close
    public Task Offers_nothing_where_it_is_not_clear(string other, string name) =>
        Fixed<NameLayer>.OffersNothing(Model(other, "{|QDSL0204:Add(\"" + name + "\")|}"));

    /// <summary>A layer that comes later is not another one misspelt.</summary>
    [Fact]
    public Task Offers_nothing_for_a_later_layer() => Fixed<NameLayer>.OffersNothing("""
        [QuantModel(4), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4)] public partial Layer Conv1 { get; }
            [Linear(4), {|QDSL0204:Add(nameof(Conv3))|}] public partial Layer Conv2 { get; }
            [Linear(4)] public partial Layer Conv3 { get; }
        }
        """);

    private static string Model(string other, string attributes) => $$"""
        [QuantModel(4), Weights(Bits = 1), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(4)] public partial Layer Conv1 { get; }
            // The other.
            [From(nameof(Conv1)), Linear(4), Add(nameof(Conv1))] public partial Layer {{other}} { get; }
            [Linear(4), Add(nameof({{other}})), {{attributes}}] public partial Layer Out { get; }
        }
        """;
}
