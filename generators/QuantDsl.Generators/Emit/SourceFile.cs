namespace QuantDsl.Generators.Emit;

/// <summary>One generated file.</summary>
/// <param name="HintName">Its name, unique in the compilation.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string HintName, string Text);
