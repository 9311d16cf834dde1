using Microsoft.CodeAnalysis.CodeFixes;

namespace QuantDsl.Generators.Tests.Fixes;

/// <summary>What a fixer's tests say: this becomes that, or nothing is offered.</summary>
internal static class Fixed<TFix>
    where TFix : CodeFixProvider, new()
{
    /// <summary>One file is fixed, and compiles.</summary>
    public static Task Becomes(string title, string source, string expected, int index = 0, bool compiles = true, bool compiler = false) =>
        FixTest<TFix>.Run([source], [expected], title, index, compiles, compiler);

    /// <summary>Several files of a project are fixed at once.</summary>
    public static Task Becomes(string title, string[] sources, string[] expected) => FixTest<TFix>.Run(sources, expected, title);

    /// <summary>Nothing is offered, however much is marked.</summary>
    public static Task OffersNothing(params string[] sources) => FixTest<TFix>.Run(sources, sources, title: null, compiles: false);

    /// <summary>The same for an error of C#.</summary>
    public static Task OffersNothingForCSharp(string source) =>
        FixTest<TFix>.Run([source], [source], title: null, compiles: false, compiler: true);
}
