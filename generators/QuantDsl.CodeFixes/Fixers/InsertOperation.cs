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

/// <summary>Inserts batch normalisation after a weighted operation, and pooling after a last layer that outputs an image.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertOperation)), Shared]
public sealed class InsertOperation : Fixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Ids.NotNormalized, Ids.SquaredHingeLogits, Ids.OutputShape, Ids.NumbersShape];

    private protected override IEnumerable<Fix> Fixes(Reported reported)
    {
        // At an attribute it is about that, and at a class about another model's layers.
        if (reported.Attribute is not null || reported.Layer is not { Operations.Count: > 0 } layer)
            return [];
        List<OperationUse> operations = [.. layer.Operations];
        if (reported.Id is Ids.OutputShape or Ids.NumbersShape)
            return GivesChannels(reported.Model!) ? Insert(reported, "GlobalAvgPool2d", operations.Last()) : [];
        int weighted = operations.FindIndex(use => use.Operation is WeightedOperation);
        return weighted < 0
            ? []
            : Insert(reported, "BatchNorm", operations.Skip(weighted + 1).TakeWhile(IsPooling).LastOrDefault() ?? operations[weighted]);
    }

    private static IEnumerable<Fix> Insert(Reported reported, string name, OperationUse behind)
    {
        if (reported.Find(behind.Anchor) is not { } anchor)
            yield break; // another part of the property has it
        AttributeSyntax added = Tokens.Attribute(name, anchor);
        bool inOwnList = Attributes.IsAlone(anchor);
        yield return new Fix($"Insert [{name}] after {anchor.Name}", name, editor => editor.InsertAfter(anchor, added, inOwnList));
    }

    /// <summary>The paper's order: convolution, pooling, batch normalisation, ReLU.</summary>
    private static bool IsPooling(OperationUse use) => use.Operation is Pool2d or GlobalAvgPool2d;

    private static bool GivesChannels(ModelDeclaration model) =>
        GraphBuilder.Build(model).Graph.Nodes is { Count: > 0 } nodes && nodes[nodes.Count - 1].Shape is { IsImage: true, Channels: >= 2 };
}
