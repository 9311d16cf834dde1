using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Graph.Joins;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>
/// Makes the shapes of an Add or Concat match as the message advises, unless a layer is to be inserted: how to call it is the user's idea.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FitAdd)), Shared]
public sealed class FitAdd : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Ids.JoinedShapes];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        if (reported.Layer is not { } layer || reported.Attribute is not { } attribute)
            yield break;
        var sketch = GraphSketch.Of(reported.Model!);
        Join? join = sketch.Joins.FirstOrDefault(join => join.Layer == layer && reported.Find(join.Use.Anchor) == attribute);
        if (join is null)
            yield break;
        foreach (JoinRepair repair in JoinRepairs.Of(reported.Model!, sketch, join))
        {
            (Step Step, AttributeSyntax? Attribute)[] edits = [.. repair.Steps.Select(step => (step, reported.Find(step.Use.Anchor)))];
            if (repair.Projection is not null || edits.Any(edit => edit.Attribute is null))
                continue;
            string title = char.ToUpperInvariant(repair.Words[0]) + repair.Words.Substring(1);
            yield return new Fix(title, Kind(repair), editor => Apply(editor, reported, edits!));
        }
    }

    /// <summary>What changes, wherever it is.</summary>
    private static string Kind(JoinRepair repair)
    {
        IEnumerable<string> changes = repair.Steps
            .SelectMany(step => step.Operation is null ? ["remove"] : step.Arguments.Select(argument => argument.Name));
        return string.Join(" ", changes.Distinct().OrderBy(change => change, StringComparer.Ordinal));
    }

    private static void Apply(SyntaxEditor editor, Reported reported, IEnumerable<(Step Step, AttributeSyntax Attribute)> edits)
    {
        foreach ((Step step, AttributeSyntax attribute) in edits)
        {
            if (step.Operation is null)
            {
                editor.RemoveAttribute(attribute);
                continue;
            }
            foreach (StepArgument argument in step.Arguments)
                editor.SetArgument(attribute, argument.Name, reported.Position(attribute, argument.Name), argument.Code);
        }
    }
}
