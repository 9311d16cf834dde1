using Microsoft.CodeAnalysis.Editing;

namespace QuantDsl.CodeFixes;

/// <summary>One way to fix what a diagnostic is about.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Kind">Which of its fixer's ways it is; fix-all goes the same way everywhere.</param>
/// <param name="Apply">The edit. All edits of a document share one editor, so that none undoes another.</param>
internal sealed record Fix(string Title, string Kind, Action<SyntaxEditor> Apply);
