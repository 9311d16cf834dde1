using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CodeFixes.Editing;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.CodeFixes.Fixers;

/// <summary>Makes the shapes of an Add equal by one argument of the stage's own weighted operation. Shape inference tells which.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FitAdd)), Shared]
public sealed class FitAdd : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.AddShapes.Id];

    private protected override IEnumerable<Fix> Fixes(Fault fault)
    {
        if (fault.Stage is not { } stage || fault.Attribute is not { } attribute)
            yield break;
        AddDeclaration? add = stage.Operations.OfType<AddDeclaration>().FirstOrDefault(add => fault.Find(add.Place) == attribute);
        WeightedDeclaration? weighted = stage.Operations.OfType<WeightedDeclaration>().FirstOrDefault();
        if (add is null || weighted is null || fault.Find(weighted.Place) is not { } edited)
            yield break;
        (NetworkGraph graph, EquatableArray<Finding> findings) = GraphBuilder.Build(fault.Model!);
        int channels = graph.Nodes.LastOrDefault(node => node.Stage == add.Stage)?.Shape.Channels ?? 0;
        foreach ((string name, int value, WeightedDeclaration candidate) in Candidates(weighted, channels))
        {
            EquatableArray<Finding> left = GraphBuilder.Build(With(fault.Model!, stage, weighted, candidate)).Findings;
            bool fits = !left.Any(finding => finding.Id == fault.Id && finding.Place == add.Place)
                && left.Count(finding => finding.IsError) < findings.Count(finding => finding.IsError);
            string text = value.ToString(CultureInfo.InvariantCulture);
            int position = fault.Position(edited, name);
            string title = $"Set {name} of {stage.Name} to {text}";
            if (fits)
                yield return new Fix(title, name, editor => editor.SetArgument(edited, name, position, text));
        }
    }

    private static IEnumerable<(string Name, int Value, WeightedDeclaration Changed)> Candidates(WeightedDeclaration weighted, int channels)
    {
        switch (weighted)
        {
            case Conv2dDeclaration conv:
                yield return ("Stride", 1, conv with { Stride = 1 });
                yield return ("Stride", 2, conv with { Stride = 2 });
                yield return ("Padding", conv.Kernel / 2, conv with { Padding = conv.Kernel / 2 });
                yield return ("channels", channels, conv with { Channels = channels });
                break;
            case LinearDeclaration linear:
                yield return ("features", channels, linear with { Features = channels });
                break;
        }
    }

    private static ModelDeclaration With(
        ModelDeclaration model, StageDeclaration stage, WeightedDeclaration weighted, WeightedDeclaration candidate)
    {
        StageDeclaration changed = stage with
        {
            Operations = stage.Operations.Select(operation => operation == weighted ? candidate : operation).ToEquatableArray(),
        };
        return model with { Stages = model.Stages.Select(other => other == stage ? changed : other).ToEquatableArray() };
    }
}
