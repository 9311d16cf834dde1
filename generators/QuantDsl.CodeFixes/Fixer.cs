using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace QuantDsl.CodeFixes;

/// <summary>What the fixers have in common: each says what it would do about one diagnostic.</summary>
public abstract class Fixer : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllInDocuments.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in Once(context.Diagnostics))
        {
            Reported reported = await FaultAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            foreach (Fix fix in Fixes(reported))
            {
                var action = CodeAction.Create(fix.Title, token => ApplyAsync(context.Document, [fix], token), Key(fix));
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>Goes the same way for all diagnostics of a document.</summary>
    internal async Task<Document> ApplyAllAsync(
        Document document, IEnumerable<Diagnostic> diagnostics, string? key, CancellationToken token)
    {
        var fixes = new List<Fix>();
        foreach (Diagnostic diagnostic in Once(diagnostics))
        {
            Reported reported = await FaultAsync(document, diagnostic, token).ConfigureAwait(false);
            fixes.AddRange(Fixes(reported).Where(fix => Key(fix) == key).Take(1));
        }
        return await ApplyAsync(document, fixes, token).ConfigureAwait(false);
    }

    /// <summary>What can be done; nothing where it is not clear.</summary>
    private protected abstract IEnumerable<Fix> Fixes(Reported reported);

    /// <summary>Where nothing can be generated, the generator reports what the analyzer does.</summary>
    private static IEnumerable<Diagnostic> Once(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.GroupBy(diagnostic => (diagnostic.Id, diagnostic.Location.SourceSpan)).Select(same => same.First());

    private string Key(Fix fix) => $"{GetType().Name}.{fix.Kind}";

    private static async Task<Reported> FaultAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(token).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(token).ConfigureAwait(false))!;
        return new Reported(diagnostic, root, model, token);
    }

    private static async Task<Document> ApplyAsync(Document document, IEnumerable<Fix> fixes, CancellationToken token)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(token).ConfigureAwait(false))!;
        var editor = new SyntaxEditor(root, document.Project.Solution.Services);
        foreach (Fix fix in fixes)
            fix.Apply(editor);
        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }
}
