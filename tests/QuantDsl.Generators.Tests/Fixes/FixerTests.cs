using System.Composition;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using QuantDsl.CodeFixes;
using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>All fixers together: each is found by the editor, and every diagnostic has one or a reason why not.</summary>
public sealed class FixerTests
{
    /// <summary>C#'s own error that an attribute of the language is given twice.</summary>
    private const string DuplicateAttribute = "CS0579";

    private static readonly Type[] Fixers =
    [
        .. typeof(Fixer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract),
    ];

    /// <summary>Diagnostics that no edit clearly fixes. A new descriptor gets a fixer or a line here.</summary>
    private static readonly Dictionary<string, string> WithoutFix = new(StringComparer.Ordinal)
    {
        ["QDSL0104"] = "which layers a network needs is the user's idea",
        ["QDSL0106"] = "the second operation needs a property with a name",
        ["QDSL0107"] = "the size of the input is known to the user alone",
        ["QDSL0108"] = "what is wrong lies in another model, or two designs contradict each other",
        ["QDSL0109"] = "a new name is the user's, and renaming is the editor's",
        ["QDSL0110"] = "the order of the layers in one part is the network's",
        ["QDSL0201"] = "an image cannot be made of features; the layers before are wrong",
        ["QDSL0202"] = "padding, a smaller kernel and less pooling before are all sensible",
        ["QDSL0206"] = "only a suggestion: dropping rows may be meant",
        ["QDSL0208"] = "which later layer should read it is the user's idea",
        ["QDSL0210"] = "where the sequence should come from is the user's idea",
        ["QDSL0211"] = "how the tokens are read is the user's choice",
        ["QDSL0222"] = "which class lacks a weight, or has two, is known to the user alone",
        ["QDSL0421"] = "which layer was meant is known to the user alone",
        ["QDSL0422"] = "which layer should be trained is the user's idea",
        ["QDSL0501"] = "which layer pays is a decision about accuracy",
        ["QDSL0502"] = "which layer pays is a decision about accuracy",
        ["QDSL0601"] = "where the packed model comes from is known to the user alone",
    };

    public static TheoryData<string> Names => [.. Fixers.Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_exported_and_fixes_all(string name)
    {
        Type type = Fixers.Single(type => type.Name == name);
        var fixer = (CodeFixProvider)Activator.CreateInstance(type)!;
        ExportCodeFixProviderAttribute export = type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!;

        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Equal(name, export.Name);
        Assert.NotNull(type.GetCustomAttribute<SharedAttribute>());
        Assert.True(type is { IsSealed: true, IsPublic: true });
        Assert.Equal(
            [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], fixer.GetFixAllProvider()!.GetSupportedFixAllScopes());
        Assert.NotEmpty(fixer.FixableDiagnosticIds);
        Assert.All(fixer.FixableDiagnosticIds, id => Assert.True(id == DuplicateAttribute || Descriptors.ById.ContainsKey(id), id));
    }

    [Fact]
    public void Every_diagnostic_has_a_fix_or_a_reason()
    {
        string[] @fixed =
        [
            .. Fixers.SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)
                .Where(id => id != DuplicateAttribute),
        ];
        IEnumerable<string> expected = Descriptors.ById.Keys.Order(StringComparer.Ordinal);

        Assert.Equal(expected, @fixed.Distinct().Concat(WithoutFix.Keys).Order(StringComparer.Ordinal));
        Assert.All(expected, id => Assert.Equal(
            !WithoutFix.ContainsKey(id),
            Project.Read("generators", "QuantDsl.Generators", "Diagnostics", "Help", $"{id}.md")
                .Contains("\n**Code fix**: ", StringComparison.Ordinal)));
    }
}
