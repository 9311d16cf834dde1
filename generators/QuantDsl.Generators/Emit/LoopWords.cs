using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;

namespace QuantDsl.Generators.Emit;

/// <summary>What a loop does, layer by layer, in the words of a comment.</summary>
internal static class LoopWords
{
    public static string Of(Loop loop)
    {
        var parts = new List<string>();
        string? layer = null;
        IEnumerable<Kernel> shown = loop.IsDiagnostic
            ? loop.Kernels
            : loop.Kernels.Where(kernel => !kernel.IsDiagnostic && !Borders.IsClearing(kernel));
        foreach (Kernel kernel in shown)
        {
            string words = kernel.Layer == layer || kernel.Layer.Length == 0 ? kernel.Words : $"{kernel.Layer}: {kernel.Words}";
            parts.Add((parts.Count == 0 ? "" : kernel.Layer == layer ? ", " : "; ") + words);
            layer = kernel.Layer;
        }
        return string.Concat(parts);
    }

    /// <summary>The same as a sentence, without its point.</summary>
    public static string Sentence(Loop loop)
    {
        string words = Of(loop);
        return char.ToUpperInvariant(words[0]) + words.Substring(1);
    }
}
