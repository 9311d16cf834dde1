namespace QuantDsl.Generators.Tests.Fuzz.Checking;

/// <summary>What became of one case.</summary>
/// <param name="Violation">The rule that is broken; null when all hold.</param>
/// <param name="IsAccepted">Whether it is a valid model: C# and the analyzer find no error.</param>
/// <param name="Ids">The language's diagnostics that were reported.</param>
internal sealed record CaseResult(Violation? Violation, bool IsAccepted, IReadOnlySet<string> Ids);

/// <summary>A broken rule.</summary>
/// <param name="Rule">Which, and the first diagnostic's ID; failures that differ in it have different causes.</param>
/// <param name="Detail">For people.</param>
internal sealed record Violation(string Rule, string Detail);
