using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>
/// Makes the shapes of an Add or Concat match by one argument of the layer's own weighted operation. Shape inference tells which.
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
        OperationUse? use = layer.Operations
            .FirstOrDefault(use => use.Operation.OtherLayer is not null && reported.Find(use.Anchor) == attribute);
        OperationUse? weighted = layer.Weighted.FirstOrDefault();
        if (use is not { Operation.OtherLayer: { } other } || weighted is null || reported.Find(weighted.Anchor) is not { } edited)
            yield break;
        (NetworkGraph graph, EquatableArray<Finding> findings) = GraphBuilder.Build(reported.Model!);
        int channels = graph.Of(other).LastOrDefault()?.Shape.Channels ?? 0;
        foreach (Adjustment adjustment in ((WeightedOperation)weighted.Operation).Adjustments(channels))
        {
            EquatableArray<Finding> left = GraphBuilder.Build(With(reported.Model!, layer, weighted, adjustment)).Findings;
            bool fits = !left.Any(finding => finding.Id == reported.Id && finding.Anchor == use.Anchor)
                && left.Count(finding => finding.IsError) < findings.Count(finding => finding.IsError);
            string name = adjustment.Argument;
            string text = Invariant.Of(adjustment.Value);
            int position = reported.Position(edited, name);
            string title = $"Set {name} of {layer.Name} to {text}";
            if (fits)
                yield return new Fix(title, name, editor => editor.SetArgument(edited, name, position, text));
        }
    }

    private static ModelDeclaration With(ModelDeclaration model, LayerDeclaration layer, OperationUse weighted, Adjustment adjustment)
    {
        OperationUse adjusted = weighted with { Operation = adjustment.Operation };
        LayerDeclaration changed = layer with
        {
            Operations = layer.Operations.Select(use => use == weighted ? adjusted : use).ToEquatableArray(),
        };
        return model with { Layers = model.Layers.Select(other => other == layer ? changed : other).ToEquatableArray() };
    }
}
