using QuantDsl.CodeFixes.Fixers;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>A class becomes one into which code can be generated. Analyzer and generator both report what is wrong with it.</summary>
public sealed class MakePartialTests
{
    private const string Body = "\n{\n    [Linear(3), BatchNorm] public partial Layer Out { get; }\n}";
    private const string Head = "[QuantModel(4), Weights(Bits = 1), SquaredHinge]\n";

    [Theory]
    [InlineData("public sealed class {|QDSL0101:{|QDSL0101:Net|}|}", "public sealed partial class Net", "Add partial")]
    [InlineData("class {|QDSL0101:{|QDSL0101:Net|}|}", "partial class Net", "Add partial")]
    [InlineData("/* one */ class /* two */ {|QDSL0101:{|QDSL0101:Net|}|}", "/* one */ partial class /* two */ Net", "Add partial")]
    [InlineData("public abstract partial class {|QDSL0102:{|QDSL0102:Net|}|}", "public partial class Net", "Remove abstract")]
    [InlineData("// Why.\nabstract partial class {|QDSL0102:{|QDSL0102:Net|}|}", "// Why.\npartial class Net", "Remove abstract")]
    public Task Changes_the_modifiers(string before, string after, string title) =>
        Fixed<MakePartial>.Becomes(title, Head + before + Body, Head + after + Body);

    [Fact]
    public Task Removes_static() => Fixed<MakePartial>.Becomes(
        "Remove static",
        Head + "public static partial class {|QDSL0102:{|QDSL0102:Net|}|}" + Body,
        Head + "public partial class Net" + Body);

    [Fact]
    public Task Adds_partial_to_what_is_around_it_once() => Fixed<MakePartial>.Becomes(
        "Add partial to Inner, Outer",
        """
        // Two models.
        public static class Outer
        {
            struct Inner
            {
                [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                public sealed partial class {|QDSL0102:{|QDSL0102:First|}|}
                {
                    [Linear(3), BatchNorm] public partial Layer Out { get; }
                }
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0102:{|QDSL0102:Second|}|}
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
        }
        """,
        """
        // Two models.
        public static partial class Outer
        {
            partial struct Inner
            {
                [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                public sealed partial class First
                {
                    [Linear(3), BatchNorm] public partial Layer Out { get; }
                }
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Second
            {
                [Linear(3), BatchNorm] public partial Layer Out { get; }
            }
        }
        """);

    [Fact]
    public Task Fixes_all_of_a_project() => Fixed<MakePartial>.Becomes(
        "Add partial",
        [
            $"{Head}public class {{|QDSL0101:{{|QDSL0101:First|}}|}}{Body}\n\n/// <summary>Another.</summary>\n"
                + $"{Head}sealed class {{|QDSL0101:{{|QDSL0101:Second|}}|}}{Body}",
            $"{Head}public class {{|QDSL0101:{{|QDSL0101:Third|}}|}}{Body}",
        ],
        [
            $"{Head}public partial class First{Body}\n\n/// <summary>Another.</summary>\n{Head}sealed partial class Second{Body}",
            $"{Head}public partial class Third{Body}",
        ]);

    [Theory]
    [InlineData("public sealed partial class {|QDSL0102:{|QDSL0102:Net|}|}<T>")]
    [InlineData("public sealed partial record {|QDSL0102:{|QDSL0102:Net|}|}")]
    public Task Offers_nothing_for_another_kind_of_type(string head) => Fixed<MakePartial>.OffersNothing(Head + head + Body);

    [Fact]
    public Task Offers_nothing_where_members_are_abstract() => Fixed<MakePartial>.OffersNothing(
        Head + "public abstract partial class {|QDSL0102:{|QDSL0102:Net|}|}\n"
            + "{\n    [Linear(3), BatchNorm] public partial Layer Out { get; }\n    public abstract int Size();\n}");
}
