using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace QuantDsl.CodeFixes;

/// <summary>
/// Fixes everything in a document by one editor. The batch fixer merges texts instead, and loses one of two fixes that touch the same list.
/// </summary>
internal sealed class FixAllInDocuments : DocumentBasedFixAllProvider
{
    public static FixAllInDocuments Instance { get; } = new();

    protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var fixer = (Fixer)context.CodeFixProvider;
        IEnumerable<Diagnostic> ordered = diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        return await fixer
            .ApplyAllAsync(document, ordered, context.CodeActionEquivalenceKey, context.CancellationToken)
            .ConfigureAwait(false);
    }
}
